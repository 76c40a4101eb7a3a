// Slots of a Redis Cluster go to another node while positions are published, sharded: on purpose and back again, and
// because their node has died. A node says `sunsubscribe` of a slot that leaves it, and nothing more: where the channel
// is now, whoever listens has to find out.
import { setTimeout as wait } from 'node:timers/promises';
import { type Redis, type RedisServer, until } from '../../../src/kit/run.ts';
import type { ClusterChange, ReshardingArm } from '../data.ts';
import type { NearbyContext } from '../settings.ts';
import { openListener, ownersOf } from './sharded-listener.ts';

const everyMs = 2;
const perTick = 12;
/** Slots whose hand-over goes out in one go. */
const together = 64;
const changes: readonly ClusterChange[] = ['node-emptied', 'node-added', 'node-lost'];

/** The last node of a cluster gives its channels away, gets them back as a node that was added, and is killed. */
export async function resharding(
  context: NearbyContext,
  nodes: readonly RedisServer[],
  names: readonly string[],
): Promise<ReshardingArm[]> {
  const { clock, scope, signal, note } = context;
  const connectAll = (name: string) => Promise.all(nodes.map((node) => node.connect(name)));
  const [admins, publishers, listening] = [
    await connectAll('operator'),
    await connectAll('moves-publishes'),
    await connectAll('moves-listens'),
  ];
  const ids = await Promise.all(admins.map(async (admin) => String(await admin.call('CLUSTER', 'MYID'))));
  const slotOf = await Promise.all(names.map((name) => (admins[0] as Redis).cluster('KEYSLOT', name)));
  const last = nodes.length - 1;
  const owners = await ownersOf(admins[0] as Redis, nodes);
  // Slots without a channel stay: there is nothing to see of them, and each costs half a dozen commands.
  const owned = [...new Set(slotOf)].filter((slot) => owners[slot] === last);
  const moving = slotOf.filter((slot) => owners[slot] === last).length;
  const listener = await openListener(admins[0] as Redis, nodes, listening, names, slotOf);
  scope.defer(listener.end);

  const arms: ReshardingArm[] = [];
  for (const change of changes) {
    const isLost = change === 'node-lost';
    const before = listener.counts();
    const stream = publishAll(publishers, names, listener.ownerOf, change);
    scope.defer(async () => void (await stream.end()));
    await wait(20 * everyMs);
    const beganMs = clock.nowMs();
    if (isLost) {
      note({ kind: 'state', actor: `redis-${last + 1}`, state: 'dead' }, change);
      await nodes[last]?.kill();
    }
    const alive = isLost ? admins.slice(0, last) : admins;
    await handOver(alive, ids, owned, change === 'node-added');
    const what = { ko: `${change}: 다시 구독`, en: `the last SSUBSCRIBE of ${change}` };
    await until(() => listener.counts().resubscribed - before.resubscribed >= moving, {
      ...{ signal, what, withinMs: 20_000 },
    });
    const quietMs = clock.nowMs() - beganMs;
    await wait(20 * everyMs);
    const { sent, refused } = await stream.end();
    const missing = () => sent.filter((message) => !listener.heard.has(message)).length;
    let left = -1;
    await until(
      async () => {
        const isQuiet = missing() === left;
        left = missing();
        await wait(20);
        return isQuiet;
      },
      { signal, what: { ko: '마지막 메시지', en: 'the last message' }, withinMs: 10_000 },
    );
    const after = listener.counts();
    arms.push({
      change,
      moved: moving,
      sunsubscribed: after.sunsubscribed - before.sunsubscribed,
      resubscribed: after.resubscribed - before.resubscribed,
      ...{ quietMs, due: sent.length, missed: missing(), refused },
    });
  }
  return arms;
}

/** As `redis-cli --cluster reshard` does it, but for the keys: there are none. Who gets the slot is told first. */
async function handOver(
  alive: readonly Redis[],
  ids: readonly string[],
  slots: readonly number[],
  isBack: boolean,
): Promise<void> {
  const last = ids.length - 1;
  for (let from = 0; from < slots.length; from += together) {
    const some = slots.slice(from, from + together).map((slot) => {
      const other = slot % last;
      return isBack ? { slot, giver: other, taker: last } : { slot, giver: last, taker: other };
    });
    const say = (node: number, slot: number, ...words: string[]) =>
      alive[node]?.call('CLUSTER', 'SETSLOT', slot, ...words);
    const idOf = (node: number) => ids[node] as string;
    await Promise.all(some.map(({ slot, giver, taker }) => say(taker, slot, 'IMPORTING', idOf(giver))));
    await Promise.all(some.map(({ slot, giver, taker }) => say(giver, slot, 'MIGRATING', idOf(taker))));
    await Promise.all(some.map(({ slot, taker }) => say(taker, slot, 'NODE', idOf(taker))));
    for (const node of alive.keys())
      await Promise.all(
        some.map(({ slot, taker }) => (node === taker ? null : say(node, slot, 'NODE', idOf(taker)))),
      );
  }
}

/** Positions over all channels in turn, each at the node that the cluster names; where that has changed, once more. */
function publishAll(
  publishers: readonly Redis[],
  names: readonly string[],
  ownerOf: (channel: number) => number,
  change: ClusterChange,
) {
  const sent: string[] = [];
  let [n, refused, isOver] = [0, 0, false];
  const pending = new Set<Promise<void>>();

  async function publish(channel: number, message: string): Promise<void> {
    try {
      await publishers[ownerOf(channel)]?.spublish(names[channel] as string, message);
      sent.push(message);
    } catch (error) {
      const port = /^MOVED \d+ \S*:(\d+)/.exec((error as Error).message)?.[1];
      const next = publishers.find(({ options }) => `${options.port}` === port);
      const again = next?.spublish(names[channel] as string, message);
      const isSent = await (again?.then(
        () => true,
        () => false,
      ) ?? false);
      if (isSent) sent.push(message);
      else refused += 1;
    }
  }

  const publishing = (async () => {
    while (!isOver) {
      for (let k = 0; k < perTick; k += 1, n += 1) {
        const one = publish(n % names.length, `${change}:${n}`);
        pending.add(one);
        void one.then(() => pending.delete(one));
      }
      await wait(everyMs);
    }
    await Promise.all(pending);
  })();
  return {
    async end() {
      isOver = true;
      await publishing;
      return { sent, refused };
    },
  };
}
