// An order, as it travels: in the body of a request, in a message of RabbitMQ, in a field of a stream.

/** Where the program that has the order stands still, until somebody kills it: in the middle of the work, or after it. */
export type HoldsAt = 'work' | 'ack';

export interface Order {
  readonly id: number;
  readonly dish: string;
  /** How long the work on it takes. */
  readonly workMs: number;
  /** Only on its first delivery. */
  readonly holdsAt?: HoldsAt;
}

/** Whoever cooks it fails, every time. */
export const poison = 'poison';
/** Fails as often as it says: `flaky-2`. */
const flaky = /^flaky-(\d+)$/;

/** Whether the work fails when it is tried for this time, from 1. */
export function failsAt({ dish }: Order, tries: number): boolean {
  return dish === poison || tries <= Number(flaky.exec(dish)?.[1] ?? 0);
}

export function bodyOf(order: Order): Buffer {
  return Buffer.from(JSON.stringify(order));
}

export function orderIn(body: Buffer | string): Order {
  return JSON.parse(body.toString()) as Order;
}
