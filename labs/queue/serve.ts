// The prototype, left running: a shop that takes orders over HTTP, and workers that one can kill.
import { once } from 'node:events';
import { createServer } from 'node:net';
import {
  exitCodes,
  type LabContext,
  LabError,
  messageOf,
  type Params,
  type Text,
} from '../../src/kit/run.ts';
import { openPrototype } from './parts/prototype.ts';
import type { services } from './settings.ts';

const workMs = 3_000;

export async function serveShop(context: LabContext<Params, typeof services>): Promise<Text> {
  const { params, emit } = context;
  const port = Number(params.port);
  if (port) await requireFree(port);
  const prototype = await openPrototype(context, workMs, () => {});
  const { url } = await prototype.openShop('queued', { port, onDeath: revive('shop') });
  const pids: string[] = [];
  for (let n = 1; n <= Number(params.workers); n += 1) {
    const name = `worker-${n}`;
    const worker = await prototype.hire(name, { prefetch: 1, onDeath: revive(name) });
    pids.push(`${name} pid ${worker.pid()}`);
  }
  const lines = [
    `  curl -d '{"dish":"bibimbap"}' ${url}/orders`,
    `  curl -d '{"dish":"bibimbap","workMs":60000}' ${url}/orders`,
    `  curl -d '{"dish":"poison"}' ${url}/orders`,
    `  curl ${url}/`,
    `  curl ${url}/dead`,
    `  ${pids.join(' · ')}`,
  ].join('\n');
  return {
    ko: `다른 터미널에서 주문해 보세요. 응답은 바로 오고, 워커는 한 건에 3초 걸려요:\n${lines}\n이 컴퓨터의 누구나 주문할 수 있어요. Ctrl-C로 끝내요.`,
    en: `Order from another terminal. The reply is there at once; one order takes a worker 3 s:\n${lines}\nEverybody on this machine can order. Ctrl-C ends it.`,
  };

  /** Whoever kills one of them finds it up again a moment later. */
  function revive(name: string) {
    return (restart: () => Promise<number>): void => {
      restart().then(
        (pid) =>
          emit({
            kind: 'warning',
            text: {
              ko: `${name} 프로그램이 죽어서 다시 띄웠어요(pid ${pid}).`,
              en: `${name} died, and is up again (pid ${pid}).`,
            },
          }),
        (error: unknown) => emit({ kind: 'warning', text: { ko: messageOf(error), en: messageOf(error) } }),
      );
    };
  }
}

/** @throws LabError when somebody listens there already, or may not be asked to */
async function requireFree(port: number): Promise<void> {
  const probe = createServer();
  try {
    await once(probe.listen(port, '127.0.0.1'), 'listening');
  } catch (error) {
    throw new LabError(
      exitCodes.runFailed,
      {
        what: { ko: `${port}번 포트를 쓸 수 없어요.`, en: `Port ${port} cannot be used.` },
        why: {
          ko: `다른 프로그램이 쓰고 있거나, 허락되지 않은 포트예요: ${messageOf(error)}`,
          en: `Another program listens there, or it is not allowed: ${messageOf(error)}`,
        },
        next: {
          ko: '--port를 빼면 비어 있는 포트를 찾아요.',
          en: 'Leave --port away and a free one is found.',
        },
      },
      { cause: error },
    );
  } finally {
    probe.close();
  }
}
