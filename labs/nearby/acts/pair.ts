// Two friends, two location servers, one Redis: Ana is there when Bo comes. Who sees whom, under each of the three?
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom, until } from '../../../src/kit/run.ts';
import type { PairArm, PairData, Strategy } from '../data.ts';
import { indexListers } from '../parts/bus.ts';
import { drawFriends } from '../parts/friends.ts';
import { startLocationServer, type ToPhone } from '../parts/location-server.ts';
import { notedBus } from '../parts/noted-bus.ts';
import type { Place } from '../parts/places.ts';
import { onlyRefusals, redisBus, redisStore, refusals } from '../parts/redis-bus.ts';
import type { NearbyContext } from '../settings.ts';

const [ana, bo] = [0, 1] as const;
const names = ['ana', 'bo'] as const;
const reports = 3;
const ttlMs = 60_000;
const here: Place = { lat: 37.5665, lon: 126.978 };
const strategies: readonly Strategy[] = ['all', 'active', 'active-reverse'];
/** For something to come that should not come. */
const patienceMs = 30;

export async function pair(context: NearbyContext): Promise<PairData> {
  const arms: PairArm[] = [];
  for (const strategy of strategies) arms.push(await meet(context, strategy));
  return arms;
}

async function meet(
  { services, seed, note, signal, clock }: NearbyContext,
  strategy: Strategy,
): Promise<PairArm> {
  const friends = drawFriends(2, 0, createRandom(seed));
  friends.befriend(ana, bo);
  const lines: PairArm['lines'][number][] = [];
  let isNoted = false;

  const refused = refusals();
  const store = redisStore(
    await services.redis.connect('store'),
    (name) => services.redis.key(`${strategy}:${name}`),
    ttlMs,
    refused.note,
  );
  if (strategy === 'active-reverse') indexListers(store, { users: 2, friends });
  const servers = await Promise.all(
    names.map(async (_, id) => {
      const client = await services.redis.connect(`server-${id + 1}`);
      const name = `server-${id + 1}`;
      const bus = notedBus(
        await redisBus(services.redis, name, client, refused.note, `${strategy}:`),
        id,
        (happening) => note(happening, strategy),
        (direction, line) => {
          if (isNoted) lines.push({ server: id, direction, line });
        },
      );
      const failed = onlyRefusals(refused.note);
      return await startLocationServer({
        id,
        strategy,
        bus,
        store,
        friends,
        ttlMs,
        nowMs: clock.nowMs,
        failed,
      });
    }),
  );
  const seen = { ana: new Set<number>(), bo: new Set<number>() };
  const screens = { ana: false, bo: false };
  const hear = (who: 'ana' | 'bo') => (message: ToPhone) => {
    if (message.type === 'friends') screens[who] = true;
    if (message.type !== 'moved') return;
    const { user, n } = message.friend;
    seen[who].add(n);
    const from = `server-${names.indexOf(who) + 1}`;
    note(
      { kind: 'send', msg: `${names[user]}#${n}@${who}`, from, to: who, via: `place:${user}#${n}` },
      strategy,
    );
    note(
      { kind: 'recv', msg: `${names[user]}#${n}@${who}`, from, to: who, via: `place:${user}#${n}` },
      strategy,
    );
  };
  const what = { ko: '첫 화면', en: 'the first screen' };
  const anasPhone = servers[ana]?.open(ana, 1, here, hear('ana'));
  const shown = (who: 'ana' | 'bo') => () => {
    refused.check();
    return screens[who];
  };
  await until(shown('ana'), { signal, what, withinMs: 5_000 });
  isNoted = true;
  const bosPhone = servers[bo]?.open(bo, 1, here, hear('bo'));
  await until(shown('bo'), { signal, what, withinMs: 5_000 });
  await wait(patienceMs);
  for (let n = 2; n < 2 + reports; n += 1) {
    anasPhone?.report(n, here);
    bosPhone?.report(n, here);
    await wait(patienceMs);
  }
  refused.check();
  const later = (set: ReadonlySet<number>) => [...set].filter((n) => n >= 2).length;
  const counters = servers.map((server) => server.counters());
  return {
    strategy,
    reports,
    anaSawBo: later(seen.ana),
    boSawAna: later(seen.bo),
    subscribed: counters.reduce((sum, { subscribed }) => sum + subscribed, 0),
    controls: counters.reduce((sum, { controls }) => sum + controls, 0),
    lines,
  };
}
