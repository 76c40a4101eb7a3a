// One Redis, and three ways through it for the same numbered messages: Pub/Sub, a list, a stream with a consumer group.
// One consumer reads all three; it is a process of its own and can be killed, and so can Redis, which keeps nothing on disk.
//
// A message counts as received when the work on it is done. Each way keeps its order, so when a later number is here, the
// earlier ones that are not will not come any more.
import { setTimeout as wait } from 'node:timers/promises';
import { redis, type Scene } from '../../../src/kit/run.ts';
import type { SystemId } from '../data.ts';
import { apart } from '../parts/apart.ts';
import { redisBroker } from '../parts/brokers.ts';
import type { Work } from '../parts/system.ts';
import type { DeliveryContext } from '../settings.ts';
import { ladder } from './ladder.ts';
import { openWay } from './way.ts';

const sendEveryMs = 600;
const workMs = 400;
/** What the dead have begun nobody goes on with. */
const neverDone = new Promise<never>(() => {});

const ways = [
  { actor: 'pubsub', system: 'pubsub' },
  { actor: 'list', system: 'list' },
  { actor: 'stream', system: 'streams-off' },
] as const satisfies { actor: string; system: SystemId }[];

export const scene: Scene<DeliveryContext> = {
  aim: {
    ko: '생산자가 같은 번호를 Pub/Sub, 리스트, 스트림 세 길로 보내요. 소비자 하나가 셋을 모두 읽고, 한 건에 0.4초씩 일해요. 어느 길에서 무엇이 사라지고 무엇이 다시 오는지 보세요.',
    en: 'A producer sends each number by Pub/Sub, by a list and by a stream. One consumer reads all three and works on each message for 0.4 s. Watch which way loses what, and what comes again.',
  },
  given: { systems: 'list', also: 'none' },
  pokes: [
    { id: 'kill', label: { ko: '소비자 죽이기(SIGKILL)', en: 'Kill the consumer (SIGKILL)' } },
    {
      id: 'kill-unacked',
      label: {
        ko: '스트림의 다음 메시지를 처리한 뒤, 확인(XACK) 직전에 죽이기',
        en: 'Kill it after its work on the next of the stream, before its XACK',
      },
    },
    { id: 'restart', label: { ko: '소비자 다시 띄우기', en: 'Start the consumer again' } },
    { id: 'kill-redis', label: { ko: 'Redis 죽이기(SIGKILL)', en: 'Kill Redis (SIGKILL)' } },
    { id: 'restart-redis', label: { ko: 'Redis 다시 켜기', en: 'Start Redis again' } },
  ],
  ladder,
  async run({ scope, signal, note }, offer) {
    const server = await scope.start(redis());
    const broker = redisBroker(
      server,
      ways.map(({ system }) => system),
      signal,
    );
    const told = await Promise.all(
      ways.map(async ({ actor, system }) => {
        const channel = await broker.systems.find(({ id }) => id === system)?.open(server.key(actor));
        if (!channel) throw new Error(`${system} runs on no Redis`);
        const producer = await channel.producer(server);
        return { actor, system, channel: channel.name, producer, way: openWay(note, actor) };
      }),
    );
    let life = 0;
    let isUp = true;
    /** Dies of the next message of the stream. */
    let isLast = false;
    let consumer = await hire();

    function hire() {
      const works = new Map(told.map(({ system, way }) => [system, workOn(system, way)]));
      const line = { host: server.host, port: server.port };
      const conversations = told.map(({ system, channel }) => ({ system, channel }));
      return scope.start(apart({ reach: broker.reach, line, conversations }, works));
    }

    function workOn(system: SystemId, way: (typeof told)[number]['way']): Work {
      return async (text) => {
        const [id, ownLife] = [Number.parseInt(text, 10), life];
        way.stored(id);
        await wait(workMs);
        if (ownLife !== life) return await neverDone;
        way.done(id);
        if (!isLast || system !== 'streams-off') return;
        const words = { ko: `확인하지 못한 메시지: ${id}`, en: `not acknowledged: ${id}` };
        note({ kind: 'mark', id: `unacked:${id}`, text: words });
        await kill();
        return await neverDone;
      };
    }

    async function kill(): Promise<void> {
      if (!isUp) return;
      [isUp, isLast] = [false, false];
      life += 1;
      await consumer.kill();
    }

    offer({
      kill,
      'kill-unacked': () => {
        isLast = true;
      },
      async restart() {
        if (isUp) return;
        isUp = true;
        consumer = await hire();
        note({ kind: 'state', actor: 'consumer-1', state: 'up' });
      },
      'kill-redis': () => server.kill(),
      'restart-redis': () => server.restart(),
    });
    for (let id = 1; !signal.aborted; id += 1) {
      for (const { producer, way } of told) void way.send(id, () => producer.send([String(id)]));
      await wait(sendEveryMs, undefined, { signal }).catch(() => {});
    }
  },
};
