import type { Socket } from 'node:net';
import type { Program } from '../core/service.ts';
import type { Footprint } from './footprint.ts';
import type { ConnectOptions, Redis } from './redis-client.ts';
import type { RedisPipeline } from './redis-pipeline.ts';
import type { RedisAddress } from './redis-url.ts';

export const redisProgram: Program = {
  name: 'redis-server',
  binaries: ['redis-server', 'valkey-server'],
  versionArgs: ['--version'],
  packages: { apt: 'redis-server', dnf: 'redis', pacman: 'valkey', apk: 'redis', brew: 'redis' },
};

/** A Redis for an experiment: a private one, or the learner's own with a prefix before every key. */
export interface RedisServer {
  readonly host: string;
  readonly port: number;
  /** Without a password. */
  readonly url: string;
  /** With the login, for a lab that measures a client of its own making. A password must never reach the record. */
  readonly address: RedisAddress;
  readonly version: string;
  /** Faults and settings are only for a private server; on the learner's own such an arm is skipped. */
  readonly isPrivate: boolean;
  /** The name to use for a key or channel. Keys named here are deleted from the learner's own Redis afterwards. */
  key(name: string): string;
  /** The pattern to use for channels that `key` names; on the learner's own Redis it matches those of other runs too. */
  pattern(name: string): string;
  /**
   * Changes a setting of redis.conf for the time of the run; `change` makes the new value of the old one.
   * On the learner's own Redis the old value is put back afterwards, however the run ends.
   * @throws the server's own error where CONFIG is not allowed (a managed Redis, an ACL)
   */
  configure(setting: string, change: (old: string) => string): Promise<void>;
  /** @throws LabError when the server does not let us in */
  connect(name: string, options?: ConnectOptions): Promise<Redis>;
  /** A connection for many commands at once; @throws as `connect` does */
  pipeline(name: string, options?: Pick<ConnectOptions, 'through'>): Promise<RedisPipeline>;
  /** A logged-in connection without a client library, for labs that speak the protocol themselves; it ends with the server. */
  openSocket(): Promise<Socket>;
  /** Ends all that was connected here in this act: between arms, where a server lets few in. */
  disconnect(): void;
  /** What the private server wrote so far. */
  log(): Promise<string>;
  /** What it takes of the machine; null for the learner's own, and where the system does not tell. */
  footprint(): Promise<Footprint | null>;
  pause(): void;
  resume(): void;
  kill(): Promise<void>;
  /** Comes up again on the same port and folder: what was persisted is loaded. */
  restart(): Promise<void>;
}
