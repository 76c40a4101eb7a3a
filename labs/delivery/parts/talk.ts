// One numbered conversation through one system: a producer, a consumer, and the lines between them and the broker.
import { setTimeout as wait } from 'node:timers/promises';
import { messageOf, until } from '../../../src/kit/run.ts';
import type { Cell, Fault, SystemId } from '../data.ts';
import type { DeliveryContext } from '../settings.ts';
import { type Notebook, openNotebook } from './notebook.ts';
import type { Broker, Channel, Consumer, Line, Producer, System } from './system.ts';

const withinMs = 30_000;
const againAfterMs = 20;
const arrival = { ko: '메시지의 도착', en: 'the arrival of the messages' };

/** Each broker's ways in: what happens to one happens to all conversations on it. */
export interface Lines {
  readonly producer: Line;
  readonly consumer: Line;
  /** For whoever takes over. */
  readonly second: Line;
}

/** What is held at its message is never done with it. */
const neverDone = new Promise<never>(() => {});

export class Talk {
  readonly notebook: Notebook;
  readonly #context: DeliveryContext;
  readonly #system: System;
  readonly #fault: Fault;
  readonly #lines: Lines;
  readonly #channel: Channel;
  readonly #producer: Producer;
  #consumer: Consumer | null = null;
  #holds: 'not' | 'next' | 'now' = 'not';

  private constructor(
    context: DeliveryContext,
    broker: Broker,
    system: System,
    fault: Fault,
    lines: Lines,
    channel: Channel,
    producer: Producer,
  ) {
    this.#context = context;
    this.#system = system;
    this.#fault = fault;
    this.#lines = lines;
    this.#channel = channel;
    this.#producer = producer;
    this.notebook = openNotebook(context, `${system.id} ${fault}`, broker.name);
  }

  static async open(
    context: DeliveryContext,
    broker: Broker,
    system: System,
    fault: Fault,
    lines: Lines,
  ): Promise<Talk> {
    const channel = await system.open(`${system.id}-${fault}`);
    const producer = await channel.producer(lines.producer);
    return new Talk(context, broker, system, fault, lines, channel, producer);
  }

  /** One after the other, or all at once. An application that was promised delivery says again what got no yes. */
  async say(ids: readonly number[], how: 'in-turn' | 'at-once', sizeBytes: number): Promise<void> {
    if (how === 'in-turn') for (const id of ids) await this.#say(id, sizeBytes);
    else await Promise.all(ids.map((id) => this.#say(id, sizeBytes)));
  }

  async #say(id: number, sizeBytes: number): Promise<void> {
    const { signal, clock } = this.#context;
    const text = `${id} `.padEnd(sizeBytes, '.');
    const lateMs = clock.nowMs() + withinMs;
    this.notebook.sent(id);
    for (;;) {
      try {
        await this.#producer.send([text]);
        return this.notebook.acked(id);
      } catch (error) {
        signal.throwIfAborted();
        this.#throwIfRefused();
        if (!this.#system.sendsAgain) return this.notebook.unanswered(id);
        if (clock.nowMs() > lateMs) throw new Error(`${this.#system.id}: ${messageOf(error)}`);
        await wait(againAfterMs);
        this.notebook.resent();
      }
    }
  }

  /** All that was acknowledged so far is here. */
  async caughtUp(): Promise<void> {
    const { signal } = this.#context;
    const { received, acknowledged } = this.notebook;
    const isHere = () => {
      this.#throwIfRefused();
      return received.length >= acknowledged.length;
    };
    await until(isHere, { signal, what: arrival, withinMs });
  }

  /** Who does not wait for a yes hears of a broker that takes nothing only here. */
  #throwIfRefused(): void {
    const refusal = this.#producer.refusal?.();
    if (refusal) throw refusal;
  }

  async leave(): Promise<void> {
    await this.#consumer?.close();
  }

  async comeBack(): Promise<void> {
    this.#consumer = await this.#channel.consumer(this.#lines.consumer, 'consumer-1', this.work);
  }

  /** What a process of its own has to know to consume for it. */
  get conversation(): { readonly system: SystemId; readonly channel: string } {
    return { system: this.#system.id, channel: this.#channel.name };
  }

  get mostUnderWay(): number {
    return this.#system.mostUnderWay ?? Number.POSITIVE_INFINITY;
  }

  settled = () => this.#consumer?.settled();
  away = () => this.#consumer?.away();
  back = () => this.#consumer?.back();

  /** The consumer will do its work on the next message, and not come to acknowledge it. */
  holdAtNext(): void {
    this.#holds = 'next';
  }

  /** It has done that work. */
  async isHeld(): Promise<void> {
    const { signal } = this.#context;
    const what = { ko: '소비자가 메시지 하나를 처리하는 것', en: 'the work of the consumer on one message' };
    const isHeld = () => {
      this.#throwIfRefused();
      return this.#holds === 'now';
    };
    await until(isHeld, { signal, what, withinMs });
  }

  /** Another consumer goes on where a dead one left off. */
  async takeOver(): Promise<void> {
    this.#consumer = await this.#channel.consumer(this.#lines.second, 'consumer-2', async (text, again) =>
      this.notebook.arrived(idOf(text), again),
    );
  }

  /** What a consumer does with a message: as long as it takes. */
  work = async (text: string, again?: boolean): Promise<void> => {
    if (this.#holds === 'now') return await neverDone;
    this.notebook.arrived(idOf(text), again);
    if (this.#holds !== 'next') return;
    this.#holds = 'now';
    await neverDone;
  };

  /** Until everything that was acknowledged has arrived and it is silent, or nothing came for long. */
  async finish(): Promise<Cell> {
    const { clock, signal } = this.#context;
    const { received, acknowledged } = this.notebook;
    const has = new Set<number>();
    let [seen, sinceMs] = [0, clock.nowMs()];
    const what = { ko: '조용해지는 것', en: 'silence' };
    await until(
      async () => {
        await wait(5);
        this.#throwIfRefused();
        if (received.length > seen) sinceMs = clock.nowMs();
        for (; seen < received.length; seen += 1) has.add(received[seen] as number);
        const complete = acknowledged.every((id) => has.has(id));
        const quietMs = complete ? completeQuietMs : this.#system.quietMs;
        if (clock.nowMs() - sinceMs <= quietMs) return false;
        return complete || ((await this.#channel.isDrained?.().catch(() => false)) ?? true);
      },
      { signal, what, withinMs: silentWithinMs },
    );
    await this.end();
    return { system: this.#system.id, fault: this.#fault, ...this.notebook.close() };
  }

  async end(): Promise<void> {
    await Promise.all([this.#consumer?.close(), this.#producer.close()]);
  }
}

/** Much is read after a fault, message by message, on a machine that is busy. */
const silentWithinMs = 120_000;
/** A duplicate comes soon after what it doubles. */
const completeQuietMs = 250;

const idOf = (text: string) => Number.parseInt(text, 10);
