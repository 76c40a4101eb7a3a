// The same people on two servers, with and without something between the servers.
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom, until } from '../../../src/kit/run.ts';
import type { Mode, RelayArm, RelayData } from '../data.ts';
import type { Notebook } from '../parts/notebook.ts';
import { openPerson } from '../parts/person.ts';
import { type Stack, startStack } from '../parts/stack.ts';
import type { ChatContext } from '../settings.ts';

const modes: readonly Mode[] = ['alone', 'pubsub', 'recovery'];
const messages = 20;
const paceMs = 10;
const withinMs = 10_000;
/** What has not come by then is not on its way. */
const quietMs = 300;

export async function relay(context: ChatContext): Promise<RelayData> {
  const stacks = await Promise.all(modes.map((mode) => startStack(context, { mode, servers: 2 })));
  let done = 0;
  // Side by side: what is counted is who hears what, and most of the time is waiting for what does not come.
  return await Promise.all(
    modes.map(async (mode, index) => {
      const found = await arm(context, mode, stacks[index] as Stack);
      done += 1;
      context.emit({ kind: 'progress', done, of: modes.length, unit: { ko: '방식', en: 'arms' } });
      return found;
    }),
  );
}

async function arm(context: ChatContext, mode: Mode, { servers, secret }: Stack): Promise<RelayArm> {
  const { clock, signal, seed, note, scope } = context;
  const chance = createRandom(seed).fork(mode).next;
  const at = (user: string, server: number) => {
    const url = () => servers[server]?.url ?? '';
    const one = openPerson(clock, { user, room: 'lobby', secret, url, chance });
    scope.defer(one.close);
    return one;
  };
  const people = [at('kim', 0), at('han', 0), at('lee', 1)] as const;
  const [kim, han, lee] = people;
  const what = { ko: '모두가 방에 들어오는 것', en: 'everybody being in the room' };
  await until(() => people.every((one) => one.isIn()), { signal, what, withinMs });
  for (let n = 1; n <= messages; n++) {
    note({ kind: 'send', msg: `${n}`, from: 'kim', to: 'server-1' }, mode);
    kim.say(n);
    await wait(paceMs, undefined, { signal });
  }
  const all = { ko: '같은 서버의 사람이 다 듣는 것', en: 'the one on the same server hearing all' };
  await until(() => han.notebook.heard.length === messages, { signal, what: all, withinMs });
  await until(() => numbersOf(lee.notebook) === messages, { signal, what: all, withinMs: quietMs }).catch(
    () => signal.throwIfAborted(),
  );
  for (const [to, { notebook }] of [
    ['han', han],
    ['lee', lee],
  ] as const)
    for (const { n } of notebook.heard)
      note({ kind: 'recv', msg: `${n}`, from: to === 'han' ? 'server-1' : 'server-2', to }, mode);
  return {
    mode,
    sent: kim.notebook.said.size,
    sameServer: numbersOf(han.notebook),
    otherServer: numbersOf(lee.notebook),
    otherMs: medianWait(kim.notebook, lee.notebook),
  };
}

const numbersOf = ({ heard }: Notebook) => new Set(heard.map(({ n }) => n)).size;

function medianWait({ said }: Notebook, { heard }: Notebook): number | null {
  const waits = heard.map(({ n, atMs }) => atMs - (said.get(n) ?? atMs)).sort((a, b) => a - b);
  return waits[Math.floor(waits.length / 2)] ?? null;
}
