/** Time as the run sees it; injected, so that a test can hold it still or make it jump. */
export interface Clock {
  /** Monotonic milliseconds with a fraction; only differences mean something. */
  nowMs(): number;
  /** The wall clock, for the record's date. */
  date(): Date;
}
