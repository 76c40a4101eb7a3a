import { messageOf } from '../core/errors.ts';
import type { MonotonicClock } from './clock.ts';
import { Histogram } from './histogram.ts';

/** One operation under way: its times, and what happens when it is answered. */
interface Flight {
  dueNs: number;
  sentNs: number;
  readonly succeed: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * The operations of an open loop that are under way, and the histograms they end in. A flight that has landed is
 * used again for a later operation: memory grows with the operations under way, not with all there were.
 */
export class Flights {
  readonly latency = new Histogram();
  readonly latencyFromSend = new Histogram();
  readonly sendLag = new Histogram();
  sent = 0;
  landed = 0;
  errors = 0;
  firstError: string | null = null;

  readonly #operation: (sequence: number) => Promise<unknown>;
  readonly #clock: MonotonicClock;
  readonly #landedFlights: Flight[] = [];
  #whenDrained = () => {};

  constructor(operation: (sequence: number) => Promise<unknown>, clock: MonotonicClock) {
    this.#operation = operation;
    this.#clock = clock;
  }

  /** Starts the next operation, which should have started at `dueNs`; answers when it did. */
  send(dueNs: number): number {
    const sentNs = this.#clock.nowNs();
    const flight = this.#landedFlights.pop() ?? this.#newFlight();
    flight.dueNs = dueNs;
    flight.sentNs = sentNs;
    this.sendLag.record(sentNs - dueNs);
    this.sent += 1;
    try {
      this.#operation(this.sent - 1).then(flight.succeed, flight.fail);
    } catch (error) {
      flight.fail(error);
    }
    return sentNs;
  }

  /** Resolves when everything that was sent has landed. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenDrained = resolve;
      if (this.landed === this.sent) resolve();
    });
  }

  #newFlight(): Flight {
    const flight: Flight = {
      dueNs: 0,
      sentNs: 0,
      succeed: () => {
        const nowNs = this.#clock.nowNs();
        this.latency.record(nowNs - flight.dueNs);
        this.latencyFromSend.record(nowNs - flight.sentNs);
        this.#land(flight);
      },
      fail: (error) => {
        this.errors += 1;
        this.firstError ??= messageOf(error);
        this.#land(flight);
      },
    };
    return flight;
  }

  #land(flight: Flight): void {
    this.#landedFlights.push(flight);
    this.landed += 1;
    if (this.landed === this.sent) this.#whenDrained();
  }
}
