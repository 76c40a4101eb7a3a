/**
 * Gil Tene's HdrHistogram: buckets that double in width, each cut into 1024 equal parts, so that every value
 * from 1 ns to over an hour is kept to three significant digits in one array of fixed size.
 * https://hdrhistogram.org
 *
 * Nothing is corrected for coordinated omission afterwards: that correction invents samples.
 * An open loop records the latency from the intended start instead (see open-loop.ts).
 */

/** Values below 2^11 keep every digit; above, 2^10 parts a bucket leave an error below 1/1024. */
const partBits = 10;
const parts = 2 ** partBits;

/** 2^42 ns are 73 minutes. */
const valueBits = 42;
const limitNs = 2 ** valueBits;
const bucketCount = valueBits - partBits;
const length = (bucketCount + 1) * parts;

/** A percentile is shown when at least this many samples lie beyond it: p99 from 1,000 samples, p99.9 from 10,000. */
const samplesBeyond = 10;

/** A histogram as a record keeps it. */
export interface HistogramJson {
  readonly unit: 'ns';
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly sum: number;
  /** Samples per bucket from the lowest on; -n stands for n empty buckets (as in HdrHistogram's own V2 encoding). */
  readonly counts: readonly number[];
}

export class Histogram {
  readonly #counts = new Float64Array(length);
  #count = 0;
  #min = Infinity;
  #max = 0;
  #sum = 0;

  /** Throws a RangeError for what no latency can be: negative, not a number, over 73 minutes. */
  record(valueNs: number): void {
    if (!(valueNs >= 0 && valueNs < limitNs)) throw new RangeError(`not a latency: ${valueNs} ns`);
    const index = indexOf(valueNs);
    this.#counts[index] = (this.#counts[index] as number) + 1;
    this.#count += 1;
    this.#sum += valueNs;
    if (valueNs < this.#min) this.#min = valueNs;
    if (valueNs > this.#max) this.#max = valueNs;
  }

  get count(): number {
    return this.#count;
  }

  /** The smallest sample, exactly; 0 when there is none, as for `maxNs` and `meanNs`. */
  get minNs(): number {
    return this.#count === 0 ? 0 : this.#min;
  }

  get maxNs(): number {
    return this.#max;
  }

  /** The exact mean: of the samples, not of the buckets. */
  get meanNs(): number {
    return this.#count === 0 ? 0 : this.#sum / this.#count;
  }

  /** The value that `p` percent of the samples do not exceed, at most 0.1 % too high; 0 when there is no sample. */
  percentile(p: number): number {
    // Rounding may lift 99.9 % of 10,000 to 9,990.000…2, and the ceiling of that would be a sample too far.
    const wanted = Math.max(1, Math.ceil((p / 100) * this.#count * (1 - 2 * Number.EPSILON)));
    for (const { count, highestNs } of this.buckets()) {
      if (count >= wanted) return highestNs;
    }
    return 0;
  }

  /** The percentile, or null when there are too few samples to know it. */
  percentileOrNull(p: number): number | null {
    const beyond = (this.#count * (100 - p)) / 100;
    return beyond > samplesBeyond - 1e-6 ? this.percentile(p) : null;
  }

  /** The buckets that hold samples, from the lowest; `count` is of the samples up to and with this bucket. */
  *buckets(): Generator<{ count: number; lowestNs: number; highestNs: number }> {
    let count = 0;
    for (let index = 0; count < this.#count; index += 1) {
      const here = this.#counts[index] as number;
      if (here === 0) continue;
      count += here;
      const lowestNs = lowestIn(index);
      yield { count, lowestNs, highestNs: Math.min(lowestIn(index + 1) - 1, this.#max) };
    }
  }

  /** Adds the samples of another histogram; it is as if they had been recorded here. */
  merge(other: Histogram): void {
    for (let index = 0; index < length; index += 1) {
      this.#counts[index] = (this.#counts[index] as number) + (other.#counts[index] as number);
    }
    this.#count += other.#count;
    this.#sum += other.#sum;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }

  toJSON(): HistogramJson {
    const counts: number[] = [];
    let empty = 0;
    for (const count of this.#counts) {
      if (count === 0) {
        empty += 1;
        continue;
      }
      if (empty > 0) counts.push(-empty);
      empty = 0;
      counts.push(count);
    }
    return { unit: 'ns', count: this.#count, min: this.minNs, max: this.maxNs, sum: this.#sum, counts };
  }

  /** All the samples of several trials in one: percentiles must not be averaged. */
  static merged(parts: Iterable<HistogramJson>): Histogram {
    const all = new Histogram();
    for (const part of parts) all.merge(Histogram.fromJSON(part));
    return all;
  }

  /** Throws a RangeError when the counts do not fit the layout or do not add up to `count`. */
  static fromJSON(json: HistogramJson): Histogram {
    const histogram = new Histogram();
    let index = 0;
    for (const count of json.counts) {
      if (count < 0) {
        index -= count;
      } else {
        histogram.#counts[index] = count;
        histogram.#count += count;
        index += 1;
      }
    }
    if (index > length || histogram.#count !== json.count) throw new RangeError('not a histogram of ours');
    histogram.#sum = json.sum;
    histogram.#max = json.max;
    if (json.count > 0) histogram.#min = json.min;
    return histogram;
  }
}

/** The bucket's number is how many low bits are dropped; what is left of the value counts on from there. */
function indexOf(valueNs: number): number {
  if (valueNs < 2 ** 32) {
    const bucket = 31 - partBits - Math.clz32(valueNs | (2 * parts - 1));
    return bucket * parts + (valueNs >>> bucket);
  }
  // Shifts work on 32 bits; from 4.3 s on the lowest ten bits are far below the third digit.
  const upper = valueNs / parts;
  const bucket = 31 - partBits - Math.clz32(upper);
  return (bucket + partBits) * parts + (upper >>> bucket);
}

/** The lowest value of a bucket part: `indexOf` backwards. */
function lowestIn(index: number): number {
  const bucket = Math.max(0, Math.floor(index / parts) - 1);
  return (index - bucket * parts) * 2 ** bucket;
}
