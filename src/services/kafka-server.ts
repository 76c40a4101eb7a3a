import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Program } from '../core/service.ts';
import type { Footprint } from './footprint.ts';
import type { KafkaAddress } from './kafka-address.ts';
import type { KafkaClient, KafkaClientOptions } from './kafka-client.ts';

/** What `kafka-fetch-process.ts` gets from Maven Central. */
export const kafkaRelease = '4.1.1';

/** Jars are no state and can be got again, so they lie where caches lie (XDG Base Directory Specification). */
export function kafkaFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const cache = environment.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'redis-lab', `kafka-${kafkaRelease}`);
}

const home = process.env.KAFKA_HOME;

/** A distribution of Apache Kafka: its start script lies in bin, its jars beside it in libs. */
export const kafkaProgram: Program = {
  name: 'kafka',
  binaries: ['kafka-server-start.sh', 'kafka-server-start'],
  versionArgs: [],
  versionFolder: '../libs/kafka-clients-*',
  folders: [
    ...(home ? [join(home, 'bin')] : []),
    join(kafkaFolder(), 'bin'),
    '/opt/kafka/bin',
    '/opt/homebrew/opt/kafka/libexec/bin',
    '/usr/local/opt/kafka/libexec/bin',
  ],
  packages: { apt: 'maven', dnf: 'maven', pacman: 'maven', apk: 'maven', brew: 'maven' },
  fetch: 'kafka-fetch-process',
};

export const javaProgram: Program = {
  name: 'java',
  binaries: ['java'],
  versionArgs: ['-version'],
  packages: {
    apt: 'default-jre-headless',
    dnf: 'java-21-openjdk-headless',
    pacman: 'jre-openjdk-headless',
    apk: 'openjdk21-jre-headless',
    brew: 'openjdk',
  },
};

/** A Kafka for an experiment: a private node, or the learner's own, where topics have names of the run. */
export interface KafkaServer {
  readonly host: string;
  readonly port: number;
  /** With the login, for a program of a lab that connects by itself. A password must never reach the record. */
  readonly address: KafkaAddress;
  /** What a broker of the learner's runs it does not tell: `?`. */
  readonly version: string;
  /** Faults are only for a private server; on the learner's own such an arm is skipped. */
  readonly isPrivate: boolean;
  /**
   * The name to use for a topic or a group. Topics and groups that are named here are deleted from the learner's own
   * server afterwards.
   */
  name(name: string): string;
  /** One copy of each partition; usable when it resolves. */
  createTopic(topic: string, partitions: number): Promise<void>;
  /** Messages that a group has not committed yet. */
  lag(topic: string, group: string): Promise<number>;
  /** Connects when it is first used, and ends with the act. */
  client(options?: KafkaClientOptions): KafkaClient;
  /** What it takes of the machine; null for the learner's own, and where the system does not tell. */
  footprint(): Promise<Footprint | null>;
  /** fsync and fdatasync calls that succeeded so far; null without a power cut. */
  syncs(): Promise<number | null>;
  pause(): void;
  resume(): void;
  kill(): Promise<void>;
  /** Comes up again on the same port and folder: what its log holds is there. */
  restart(): Promise<void>;
}
