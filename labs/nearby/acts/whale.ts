// Somebody whom very many have on their list moves. What does one report of theirs take: copies by Redis, pushes by the
// location servers, and how long until the last of the friends has it?
import { createRandom, redis, requireOpenFiles, type Text, until } from '../../../src/kit/run.ts';
import type { WhaleData, WhaleTrial } from '../data.ts';
import { indexListers } from '../parts/bus.ts';
import { drawFriends } from '../parts/friends.ts';
import type { Place } from '../parts/places.ts';
import { redisStore, refusals } from '../parts/redis-bus.ts';
import { type Gateway, locationServers } from '../parts/sockets.ts';
import type { NearbyContext } from '../settings.ts';

const reports = 10;
/** Not counted. */
const warmUps = 2;
/** Phones that connect at the same time. */
const together = 50;
const ttlMs = 600_000;
const filesOfOurOwn = 200;
const here: Place = { lat: 37.5665, lon: 126.978 };

/** Three people who share their friends: the first hundredth of them, the first tenth, all. */
const shares = [100, 10, 1] as const;

export async function whale(context: NearbyContext): Promise<WhaleData> {
  const { params, scope, seed, clock, signal, emit } = context;
  const crowd = params.whale;
  await checkOpenFiles(crowd);
  const friends = drawFriends(shares.length + crowd, 0, createRandom(seed));
  const circles = shares.map((share) => Math.ceil(crowd / share));
  for (const [who, size] of circles.entries())
    for (let friend = 0; friend < size; friend += 1) friends.befriend(who, shares.length + friend);

  const server = await scope.start(redis());
  const admin = await server.connect('admin');
  const refused = refusals();
  const store = redisStore(admin, server.key, ttlMs, refused.note);
  indexListers(store, { users: shares.length + crowd, friends });
  const gateway = await scope.start(
    locationServers({
      ...{
        redis: server,
        strategy: 'active-reverse',
        servers: params.servers,
        friends,
        ttlMs,
        keyTtlMs: ttlMs,
      },
      nowMs: clock.nowMs,
    }),
  );

  /** The report that is on its way, and when it came to each of the friends. */
  let sent = { who: -1, n: 0 };
  let cameMs: number[] = [];
  const welcomed = new Set<number>();
  const connect = (user: number) =>
    gateway.connect(user % params.servers, user, 1, here, (message) => {
      if (message.type === 'friends') welcomed.add(user);
      if (message.type === 'moved' && message.friend.user === sent.who && message.friend.n === sent.n)
        cameMs.push(clock.nowMs());
    });

  const phones = await Promise.all(shares.map((_, who) => connect(who)));
  const people: Text = { ko: '명', en: 'people' };
  for (let from = 0; from < crowd; from += together) {
    const some = Array.from({ length: Math.min(together, crowd - from) }, (_, k) => shares.length + from + k);
    await Promise.all(some.map(connect));
    emit({ kind: 'progress', done: from + some.length, of: crowd, unit: people });
  }
  const firstScreen = { ko: '마지막 친구의 첫 화면', en: 'the first screen of the last friend' };
  const isWelcome = () => welcomed.size === shares.length + crowd;
  await until(isWelcome, { signal, what: firstScreen, withinMs: 30_000 });

  const arms = circles.map((size) => ({ friends: size, trials: [] as WhaleTrial[] }));
  const everywhere = { ko: '마지막 친구의 화면', en: 'the screen of the last friend' };
  const random = createRandom(seed).fork('whale');
  for (let n = 2; n < 2 + warmUps + reports; n += 1) {
    for (const who of random.shuffle([...circles.keys()])) {
      const before = passed(gateway);
      sent = { who, n };
      cameMs = [];
      const beganMs = clock.nowMs();
      phones[who]?.report(n, here);
      await until(() => cameMs.length === circles[who], { signal, what: everywhere, withinMs: 30_000 });
      const after = passed(gateway);
      if (n < 2 + warmUps) continue;
      arms[who]?.trials.push({
        copies: after.copies - before.copies,
        pushes: after.pushes - before.pushes,
        firstMs: (cameMs[0] ?? Number.NaN) - beganMs,
        lastMs: (cameMs.at(-1) ?? Number.NaN) - beganMs,
      });
    }
  }
  refused.check();
  return { servers: params.servers, arms };
}

/** Reports that came to the location servers, and those that went out to phones. */
function passed({ servers }: Gateway): { readonly copies: number; readonly pushes: number } {
  const counters = servers.map((server) => server.counters());
  const sumOf = (figure: 'received' | 'pushed') => counters.reduce((sum, counts) => sum + counts[figure], 0);
  return { copies: sumOf('received'), pushes: sumOf('pushed') };
}

/** Both ends of every connection are in this process. */
async function checkOpenFiles(crowd: number): Promise<void> {
  const what = {
    ko: `친구 ${crowd}명이 동시에 접속할 수 없어요.`,
    en: `${crowd} friends cannot all be connected.`,
  };
  await requireOpenFiles(2 * crowd + filesOfOurOwn, what, (limit) => {
    const fewer = Math.floor((limit - filesOfOurOwn) / 2);
    return fewer < 100 ? [] : [`--whale ${fewer}`];
  });
}
