import type { ConfirmChannel } from 'amqplib';
import type { Program } from '../core/service.ts';
import type { Footprint } from './footprint.ts';
import type { PowerCut } from './power-cut.ts';
import type { AmqpConnection, Through } from './rabbitmq-client.ts';
import type { AmqpAddress } from './rabbitmq-url.ts';

/**
 * Known by a script that lies beside the real server script only: Debian's `rabbitmq-server` on PATH changes the user,
 * and any rabbitmq-server starts a server, whatever it is asked.
 */
export const rabbitmqProgram: Program = {
  name: 'rabbitmq-server',
  binaries: ['rabbitmq-defaults'],
  versionArgs: [],
  versionFolder: '../lib/rabbitmq_server-*',
  folders: [
    '/usr/lib/rabbitmq/bin',
    '/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin',
    '/opt/homebrew/opt/rabbitmq*/sbin',
    '/usr/local/opt/rabbitmq*/sbin',
  ],
  packages: {
    apt: 'rabbitmq-server',
    dnf: 'rabbitmq-server',
    pacman: 'rabbitmq',
    apk: 'rabbitmq-server',
    brew: 'rabbitmq',
  },
};

/** A RabbitMQ for an experiment: a private one with a virtual host per arm, or the learner's own with prefixed names. */
export interface RabbitmqServer {
  readonly host: string;
  readonly port: number;
  readonly version: string;
  /** Faults are only for a private server; on the learner's own such an arm is skipped. */
  readonly isPrivate: boolean;
  /** The names to use. What is named here is deleted from the learner's own server afterwards. */
  queue(name: string): string;
  exchange(name: string): string;
  /** With the login, for a program of a lab that connects by itself. A password must never reach the record. */
  address(arm: string): AmqpAddress;
  /**
   * A connection into the virtual host of an arm; it ends with the act.
   * @param blocked is told when RabbitMQ takes nothing more, for it is short of disk or memory; without it the run fails
   * @throws LabError when the server does not let us in
   */
  connect(arm: string, through?: Through, blocked?: (alarm: Error) => void): Promise<AmqpConnection>;
  /**
   * A channel with confirms on a connection of its own. What closes it from the other end, the run fails with: whoever
   * wants to see that opens a channel on `connect`.
   */
  channel(arm: string): Promise<ConfirmChannel>;
  /** What it takes of the machine; null for the learner's own, and where the system does not tell. */
  footprint(): Promise<Footprint | null>;
  /** fsync and fdatasync calls that succeeded so far; null without a power cut. */
  syncs(): Promise<number | null>;
  pause(): void;
  resume(): void;
  /** SIGKILL to the Erlang VM and its shell. */
  kill(): Promise<void>;
  /** Comes up again on the same port and folder: what is durable is there. */
  restart(): Promise<void>;
}

export interface RabbitmqOptions {
  /** The arms, a virtual host each: they are made at the start, for making one later takes an Erlang VM. */
  readonly arms: readonly string[];
  /** Counts its fsyncs. Of what it writes in place nothing else can be told. */
  readonly power?: PowerCut;
}
