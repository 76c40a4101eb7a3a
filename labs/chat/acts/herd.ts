// A server dies with everybody on it, and is back at once. When do they come back?
import { createRandom, delayMs, type Random, until } from '../../../src/kit/run.ts';
import type { BackOffName, HerdArm, HerdData } from '../data.ts';
import { openPerson } from '../parts/person.ts';
import { type Stack, startStack } from '../parts/stack.ts';
import type { ChatContext } from '../settings.ts';

/** Stands for the five seconds of a fixed wait; full jitter waits anywhere up to the double, so as long on average. */
const waitMs = 500;
const binMs = 50;
const withinMs = 30_000;

const backOffs: Readonly<Record<BackOffName, (chance: () => number) => () => number>> = {
  fixed: () => () => waitMs,
  jitter: (chance) => () => delayMs({ baseMs: 2 * waitMs, capMs: 2 * waitMs }, 0, chance()),
};

export async function herd(context: ChatContext): Promise<HerdData> {
  const names = ['fixed', 'jitter'] as const;
  const stacks = await Promise.all(names.map(() => startStack(context, { mode: 'alone', servers: 1 })));
  const arms: HerdArm[] = [];
  for (const [index, name] of names.entries()) arms.push(await arm(context, stacks[index] as Stack, name));
  return { binMs, waitMs, arms };
}

async function arm(context: ChatContext, { servers, secret }: Stack, backOff: BackOffName): Promise<HerdArm> {
  const { clock, params, signal, seed, scope } = context;
  const [server] = servers;
  if (!server) throw new Error('one server was asked for');
  const random: Random = createRandom(seed).fork(backOff);
  const people = Array.from({ length: params.herd }, (_, index) => {
    const chance = random.fork(`${index}`).next;
    const url = () => server.url;
    return openPerson(clock, {
      user: `p${index}`,
      room: `r${index % 10}`,
      secret,
      url,
      chance,
      backOff: backOffs[backOff](chance),
    });
  });
  scope.defer(() => {
    for (const one of people) one.close();
  });
  const back = (times: number) => () => people.every(({ notebook }) => notebook.upMs.length >= times);
  const what = { ko: '모두가 연결되는 것', en: 'everybody being connected' };
  await until(back(1), { signal, what, withinMs });
  await server.kill();
  const diedMs = clock.nowMs();
  await server.restart();
  await until(back(2), { signal, what, withinMs });
  const times = people.map(({ notebook }) => (notebook.upMs[1] ?? 0) - diedMs);
  const perBin = Array.from({ length: Math.floor(Math.max(...times) / binMs) + 1 }, () => 0);
  for (const atMs of times) perBin[Math.floor(atMs / binMs)] = (perBin[Math.floor(atMs / binMs)] ?? 0) + 1;
  return { backOff, people: people.length, perBin, allBackMs: Math.max(...times) };
}
