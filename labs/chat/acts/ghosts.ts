// Who is here? A server dies without a word, another says goodbye: when do the others see its people go?
import { createRandom, until } from '../../../src/kit/run.ts';
import type { GhostsData } from '../data.ts';
import { openPerson } from '../parts/person.ts';
import { type Stack, startStack } from '../parts/stack.ts';
import type { ChatContext } from '../settings.ts';

const withinMs = 20_000;
/** A quarter of what our servers take in earnest, so that a run need not wait 10 s. */
const presence = { leaseMs: 2_000, renewMs: 250, leaveAfterMs: 1_250 };

export async function ghosts(context: ChatContext): Promise<GhostsData> {
  const stack = await startStack(context, { mode: 'recovery', presence });
  const people = context.params.ghosts;
  const [killed, drained] = await Promise.all([
    goneAfter(context, stack, 1, 'killed'),
    goneAfter(context, stack, 2, 'drained'),
  ]);
  return { people, leaseMs: presence.leaseMs, goneAfterMs: killed, drainedGoneAfterMs: drained };
}

async function goneAfter(
  context: ChatContext,
  { servers, secret }: Stack,
  index: number,
  end: 'killed' | 'drained',
): Promise<number[]> {
  const { clock, params, seed, signal, scope } = context;
  const chance = createRandom(seed).fork(end).next;
  const [here, there] = [servers[0], servers[index]];
  if (!here || !there) throw new Error('three servers were asked for');
  const open = (user: string, url: string) => {
    const one = openPerson(clock, { user, room: end, secret, url: () => url, chance });
    scope.defer(one.close);
    return one;
  };
  const watcher = open('watcher', here.url);
  const others = Array.from({ length: params.ghosts }, (_, n) => open(`${end}-${n}`, there.url));
  const inside = { ko: '모두가 방에 들어오는 것', en: 'everybody being in the room' };
  await until(() => [watcher, ...others].every((one) => one.isIn()), { signal, what: inside, withinMs });
  const fromMs = clock.nowMs();
  if (end === 'killed') await there.kill();
  else await there.drain();
  const { went } = watcher.notebook;
  const gone = { ko: '모두가 목록에서 빠지는 것', en: 'everybody being off the list' };
  await until(() => went.size === params.ghosts, { signal, what: gone, withinMs });
  return [...went.values()].map((atMs) => atMs - fromMs);
}
