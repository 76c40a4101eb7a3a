import { type DisplayClock, displayClock } from '../../replay/display-clock.ts';

/** The moments that a replay stops at, in µs and in order: first the one before anything happened. */
export interface Axis {
  readonly times: readonly number[];
  /** Faults and marks among them. */
  readonly marks: readonly number[];
}

/** From a thousandth to four times the real speed; a hop of Redis takes 0.1 ms. */
export const speeds: readonly number[] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 4];

/** Idle for longer than this on the screen, it is cut short. */
const idleOnScreenUs = 1e6;
/** What is seen of these moments at a speed. */
export function clockAt({ times }: Axis, speed: number): DisplayClock {
  return displayClock(times, idleOnScreenUs * speed);
}

/** After a tab was away the replay goes on where it was. */
const longestFrameMs = 500;

type Listener = (isFrame: boolean) => void;

/** Where the replay is, and its moving on: one for all that shows the same moment. */
export class Player {
  #axis: Axis;
  #clock: DisplayClock;
  #us: number;
  #speed: number;
  #playing = false;
  #waitsAtEnd: boolean;
  /** Goes along with a run that goes on. */
  #follows = false;
  #frame = 0;
  #lastMs = 0;
  readonly #listeners = new Set<Listener>();

  /** @param waitsAtEnd the run goes on: at its end the replay waits for more */
  constructor(axis: Axis, speed: number, waitsAtEnd = false) {
    this.#axis = axis;
    this.#speed = speed;
    this.#waitsAtEnd = waitsAtEnd;
    this.#clock = clockAt(axis, speed);
    this.#us = this.first;
  }

  get us(): number {
    return this.#us;
  }
  get speed(): number {
    return this.#speed;
  }
  get playing(): boolean {
    return this.#playing;
  }
  get clock(): DisplayClock {
    return this.#clock;
  }
  get axis(): Axis {
    return this.#axis;
  }
  get first(): number {
    return this.#axis.times[0] ?? 0;
  }
  get last(): number {
    return this.#axis.times.at(-1) ?? 0;
  }

  /** Told of every change; `isFrame` says that the replay only moved on. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** More has happened, or something else is looked at. */
  setAxis(axis: Axis, waitsAtEnd: boolean): void {
    // What was there before has been seen: a page that was loaded anew, or a tab that was away, does not stay behind.
    if (this.#follows && this.#speed >= 1) this.#us = this.last;
    this.#axis = axis;
    this.#waitsAtEnd = waitsAtEnd;
    this.#clock = clockAt(axis, this.#speed);
    this.#us = Math.min(this.last, Math.max(this.first, this.#us));
    this.#tell(false);
  }

  setSpeed(speed: number): void {
    this.#speed = speed;
    this.#clock = clockAt(this.#axis, speed);
    this.#tell(false);
  }

  seek(us: number): void {
    this.#us = Math.min(this.last, Math.max(this.first, us));
    this.pause();
  }

  /** Of a run that goes on the end is now, and in a moment it is later. */
  toEnd(): void {
    this.seek(this.last);
    if (!this.#waitsAtEnd) return;
    this.play();
    this.#follows = true;
  }

  step(by: 1 | -1): void {
    this.seek(next(this.#axis.times, this.#us, by) ?? (by > 0 ? this.last : this.first));
  }

  toMark(by: 1 | -1): void {
    this.seek(next(this.#axis.marks, this.#us, by) ?? (by > 0 ? this.last : this.first));
  }

  play(): void {
    if (this.#playing) return;
    if (this.#us >= this.last && !this.#waitsAtEnd) this.#us = this.first;
    this.#playing = true;
    this.#lastMs = 0;
    this.#frame = requestAnimationFrame((ms) => this.#move(ms));
    this.#tell(false);
  }

  pause(): void {
    this.#playing = false;
    this.#follows = false;
    cancelAnimationFrame(this.#frame);
    this.#tell(false);
  }

  #move(ms: number): void {
    const passedMs = this.#lastMs === 0 ? 0 : Math.min(longestFrameMs, ms - this.#lastMs);
    this.#lastMs = ms;
    const shownUs = this.#clock.toDisplay(this.#us) + passedMs * 1e3 * this.#speed;
    this.#us = this.#clock.toReal(shownUs);
    if (this.#us >= this.last && !this.#waitsAtEnd) {
      this.pause();
      return;
    }
    this.#frame = requestAnimationFrame((later) => this.#move(later));
    this.#tell(true);
  }

  #tell(isFrame: boolean): void {
    for (const listener of this.#listeners) listener(isFrame);
  }
}

/** The one after a moment, or before it. */
function next(times: readonly number[], us: number, by: 1 | -1): number | undefined {
  return by > 0 ? times.find((time) => time > us) : times.findLast((time) => time < us);
}
