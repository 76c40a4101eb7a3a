// The servers under comparison: one process each, with a Redis of its own.
import { randomBytes } from 'node:crypto';
import { socketIoNode } from '../../../labs/chat/parts/socket-io-node.ts';
import { type ChatNode, chatNode, serverNode } from '../../../src/chat/chat-node.ts';
import type { Scope } from '../../../src/core/scope.ts';
import type { Service } from '../../../src/core/service.ts';
import { redis } from '../../../src/services/redis.ts';
import type { RedisAddress } from '../../../src/services/redis-url.ts';
import { centrifugo } from './centrifugo.ts';
import type { ArmName } from './protocols.ts';

export interface BareOptions {
  readonly name: string;
  readonly redis: RedisAddress;
}

export interface Arm {
  readonly name: ArmName;
  readonly secret: string;
  readonly server: BenchedServer;
}

export type BenchedServer = Pick<ChatNode, 'port' | 'pid' | 'kill'>;

/** Nobody is asked for a sign of life while something is measured. */
const beatMs = 120_000;
const keep = 10_000;
const anyRate = 1e6;

export async function startArm(scope: Scope, name: ArmName): Promise<Arm> {
  const { address } = await scope.start(redis());
  const secret = randomBytes(32).toString('hex');
  const all = { name, secret, redis: address, beatMs, drainMs: 0 };
  const services: Record<ArmName, () => Service<BenchedServer>> = {
    ours: () => chatNode({ ...all, mode: 'recovery', framesPerSecond: anyRate, store: { keep } }),
    'sio-pubsub': () => socketIoNode({ ...all, keep: null }),
    'sio-streams': () => socketIoNode({ ...all, keep }),
    centrifugo: () => centrifugo(address, keep),
    bare: () => serverNode(all, 'internals/bench-chat-bare'),
  };
  return { name, secret, server: await scope.start(services[name]()) };
}
