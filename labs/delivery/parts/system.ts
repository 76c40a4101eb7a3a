// What every system can do, in the same words. Its broker, its guarantees and its client library stay behind this.
import type { AmqpAddress, KafkaAddress, RedisAddress } from '../../../src/kit/run.ts';
import type { BrokerName, SystemId } from '../data.ts';

/** How a process of its own gets to a broker. It holds a password. */
export type Reach =
  | { readonly broker: 'redis'; readonly address: RedisAddress }
  | { readonly broker: 'rabbitmq'; readonly address: AmqpAddress; readonly places: string }
  | { readonly broker: 'kafka'; readonly address: KafkaAddress };

/** Where to connect: a proxy that can cut, hold and slow the line. */
export interface Line {
  readonly host: string;
  readonly port: number;
}

/**
 * Resolves when the work on a message is done: then it may be acknowledged.
 * @param again the system says that it was handed out before
 */
export type Work = (text: string, again?: boolean) => Promise<void>;

export interface Producer {
  /** All at once. Resolves when the broker has said yes in the way of its system; rejects when nobody can know. */
  send(texts: readonly string[]): Promise<void>;
  /** Why the broker takes nothing more, whatever is done; undefined while it does, or where it never says so. */
  refusal?(): Error | undefined;
  close(): Promise<void>;
}

export interface Consumer {
  /** The broker knows of everything that was acknowledged: a line that is cut then doubles nothing by chance. */
  settled(): Promise<void>;
  /** The broker knows that it is away; at once where it keeps messages anyway. */
  away(): Promise<void>;
  /** It gets messages again after a fault. */
  back(): Promise<void>;
  /** Ends politely: what it has not acknowledged is for others. */
  close(): Promise<void>;
}

/** A channel, list, stream, queue or topic of one conversation. */
export interface Channel {
  /** As the broker knows it. */
  readonly name: string;
  producer(line: Line): Promise<Producer>;
  /** A second consumer takes over what the first has left, where the system can do that. */
  consumer(line: Line, name: 'consumer-1' | 'consumer-2', work: Work): Promise<Consumer>;
  /** Whether the system itself says that all is read; without it silence has to do. */
  isDrained?(): Promise<boolean>;
  /** All that it keeps from the beginning, for a reader of this name; where a system keeps what was read. */
  replay?(line: Line, reader: string, work: Work): Promise<Consumer>;
}

export interface System {
  readonly id: SystemId;
  /** Whether an application would send again what was not acknowledged: it does where the system promises delivery. */
  readonly sendsAgain: boolean;
  /** Of the messages that are sent at once so many are under way at a time; without it all. */
  readonly mostUnderWay?: number;
  /** Nothing arrives for so long: then nothing is on its way any more. */
  readonly quietMs: number;
  open(name: string): Promise<Channel>;
  /** To what was opened before, perhaps by another process. */
  attach(name: string): Promise<Channel>;
}

/** A server, and the systems that run on it: a fault of the broker is one of all of them. */
export interface Broker {
  readonly name: BrokerName;
  readonly isPrivate: boolean;
  readonly host: string;
  readonly port: number;
  readonly systems: readonly System[];
  readonly reach: Reach;
  /** Bytes that it has said yes to and not given to the operating system; where it tells. */
  unwritten?(): Promise<number>;
  pause(): void;
  resume(): void;
  kill(): Promise<void>;
  restart(): Promise<void>;
}
