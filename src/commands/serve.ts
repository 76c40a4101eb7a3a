import { randomBytes, randomInt } from 'node:crypto';
import type { AnyLab, Serve, Services } from '../core/lab.ts';
import { resolveParams } from '../core/params.ts';
import { openScope } from '../core/scope.ts';
import { openServiceHost } from '../services/host.ts';
import type { Io } from '../terminal/io.ts';
import { clock } from './experiment.ts';
import { ownUrls } from './own-servers.ts';

/** `redis-lab <lab> serve`: what the lab leaves running to play with, until Ctrl-C. */
export async function serveLab(
  io: Io,
  lab: AnyLab,
  serve: Serve<Services>,
  flags: Readonly<Record<string, string>>,
): Promise<void> {
  const params = resolveParams(serve.params, 'default', flags);
  io.err(io.lang === 'ko' ? '서버를 띄우는 중이에요…\n' : 'Starting the servers…\n');
  const broken = new AbortController();
  const signal = AbortSignal.any([io.signal, broken.signal]);
  const runId = `${lab.id}-${randomBytes(4).toString('hex')}`;
  const host = openServiceHost(
    { external: ownUrls(lab, flags), trace: false },
    { runId, signal, emit() {}, note() {}, fail: (error) => broken.abort(error) },
  );
  const scope = openScope(host, clock);
  scope.defer(() => host.close());
  try {
    const services: Record<string, unknown> = {};
    for (const [name, service] of Object.entries(lab.services as Services))
      services[name] = await scope.start(service);
    const text = await serve.run({
      ...{ params, services, seed: randomInt(2 ** 32), clock, signal, scope, note() {} },
      emit(event) {
        if (event.kind === 'warning') io.err(`${event.text[io.lang]}\n`);
      },
    });
    await io.out(`${text[io.lang]}\n`);
    if (!signal.aborted)
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    if (broken.signal.aborted) throw broken.signal.reason;
  } catch (error) {
    if (!io.signal.aborted) throw await host.explain(error);
  } finally {
    await scope.close();
  }
  const [left] = scope.left;
  if (left) throw left;
}
