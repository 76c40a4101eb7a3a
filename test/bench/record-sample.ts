import { createHistogram } from 'node:perf_hooks';
import { monotonicClock } from '../../src/measure/clock.ts';
import { Histogram } from '../../src/measure/histogram.ts';
import { createRandom } from '../../src/measure/random.ts';

const samples = 1 << 16;
const passes = 32;
const rounds = 7;

/** What recording one latency costs, in ns: ours, Node's HdrHistogram in C, and the bare loop that both run in. */
export async function benchRecordSample(): Promise<
  { name: string; ours: string; peer: string; ratio: number }[]
> {
  const random = createRandom(4);
  // 50 us to 10 ms, as answers on a loopback are.
  const latencies = Float64Array.from({ length: samples }, () => Math.floor(5e4 * 200 ** random.next()));
  const arms = {
    ours: () => {
      const histogram = new Histogram();
      return costNs(() => {
        for (let i = 0; i < samples; i += 1) histogram.record(latencies[i] as number);
      });
    },
    node: () => {
      const histogram = createHistogram({ lowest: 1, highest: 2 ** 42 - 1, figures: 3 });
      return costNs(() => {
        for (let i = 0; i < samples; i += 1) histogram.record(latencies[i] as number);
      });
    },
    bare: () => {
      const last = new Float64Array(1);
      return costNs(() => {
        for (let i = 0; i < samples; i += 1) last[0] = latencies[i] as number;
      });
    },
  };

  // The cheapest of the interleaved rounds: what is above it is the machine's noise, not the code.
  const best = { ours: Infinity, node: Infinity, bare: Infinity };
  for (let round = 0; round < rounds; round += 1) {
    for (const arm of ['ours', 'node', 'bare'] as const) best[arm] = Math.min(best[arm], arms[arm]());
  }
  return [
    row('record a sample, against createHistogram', best.ours, best.node),
    row('record a sample, against the bare loop', best.ours, best.bare),
  ];
}

function costNs(pass: () => void): number {
  const startNs = monotonicClock.nowNs();
  for (let done = 0; done < passes; done += 1) pass();
  return (monotonicClock.nowNs() - startNs) / (passes * samples);
}

function row(name: string, oursNs: number, peerNs: number) {
  return { name, ours: `${oursNs.toFixed(1)} ns`, peer: `${peerNs.toFixed(1)} ns`, ratio: oursNs / peerNs };
}
