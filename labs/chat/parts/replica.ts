// A second Redis that follows the first, and a door at which servers find whichever is in charge.
import { createRandom, proxy, type RedisServer, redis, until } from '../../../src/kit/run.ts';
import type { ChatContext } from '../settings.ts';

export interface Replica {
  /** Of the door. */
  readonly address: RedisServer['address'];
  /** It hears nothing of the primary any more: from now on it lags. */
  cut(): Promise<void>;
  /** It takes over, with what it has. */
  promote(): Promise<void>;
}

const withinMs = 10_000;

export async function startReplica(context: ChatContext, primary: RedisServer): Promise<Replica> {
  const { scope, signal, seed } = context;
  const follower = await scope.start(redis());
  const random = createRandom(seed).next;
  const link = await scope.start(proxy({ upstream: primary, random }));
  let inCharge = primary;
  const upstream = {
    host: primary.host,
    get port() {
      return inCharge.port;
    },
  };
  const door = await scope.start(proxy({ upstream, random }));
  const [lead, follow] = [await primary.connect('operator'), await follower.connect('operator')];
  // A primary waits 5 s for more replicas to come before it hands over its data (redis.conf).
  await lead.config('SET', 'repl-diskless-sync-delay', '0');
  const password = primary.address.password ?? '';
  await follow.config('SET', 'masterauth', password);
  await follow.config('SET', 'requirepass', password);
  await follow.replicaof('127.0.0.1', link.port);
  const what = { ko: '레플리카가 프라이머리를 따라잡는 것', en: 'the replica following the primary' };
  await until(async () => (await follow.info('replication')).includes('master_link_status:up'), {
    ...{ signal, what, withinMs },
  });
  return {
    address: { ...primary.address, port: door.port },
    cut: () => link.down(),
    async promote() {
      await follow.call('REPLICAOF', 'NO', 'ONE');
      inCharge = follower;
    },
  };
}
