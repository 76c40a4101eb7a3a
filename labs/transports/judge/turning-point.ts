// From which rate of updates on is asking the cheaper way?
import { meanOf, type PairedRatio, pairedRatio } from '../../../src/kit/judge.ts';
import type { RatesData } from '../data.ts';

export interface Turning {
  readonly rate: number;
  /** The 95 % interval; null below five rounds. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Updates between one question and the next, at that rate. */
  readonly perAnswer: number;
}

/** `never` and `always`: of the rates that were measured. `unclear`: not every round has the two lines cross once. */
export type Answer =
  | { readonly turns: Turning }
  | { readonly turns: null; readonly asking: 'never' | 'always' | 'unclear' };

/**
 * In each round the two lines are compared rate by rate, and where they cross is read between two rates, on logarithmic
 * scales for both. The rounds' answers give a mean and an interval, as for a ratio.
 */
export function turningPoint(data: RatesData): Answer {
  const whole = leadsOf(data).map(({ lead }) => lead);
  const crossings = whole.map((lead) => crossingOf(data.rates, lead));
  if (whole.length === 0) return { turns: null, asking: 'unclear' };
  if (whole.every((lead) => lead.every((one) => one < 0))) return { turns: null, asking: 'never' };
  if (whole.every((lead) => lead.every((one) => one > 0))) return { turns: null, asking: 'always' };
  const found = crossings.filter((rate) => rate !== null);
  const mean = found.length === whole.length ? meanOf(found.map(Math.log)) : null;
  if (!mean) return { turns: null, asking: 'unclear' };
  const rate = Math.exp(mean.mean);
  const interval = mean.interval && { low: Math.exp(mean.interval.low), high: Math.exp(mean.interval.high) };
  return { turns: { rate, interval, perAnswer: (rate * data.intervalMs) / 1e3 } };
}

/** How many times the rate of the other it is at which it turns, of the rounds that know both; null where none does. */
export function turningRatio(one: RatesData, other: RatesData): PairedRatio | null {
  const [ofOne, ofOther] = [one, other].map(
    (data) => new Map(leadsOf(data).map(({ round, lead }) => [round, crossingOf(data.rates, lead)])),
  );
  const pairs = [...(ofOne ?? [])].flatMap(([round, rate]): [number, number][] => {
    const partner = ofOther?.get(round) ?? null;
    return rate !== null && partner !== null ? [[rate, partner]] : [];
  });
  return pairedRatio(pairs);
}

/** Rate by rate, of the rounds in which no trial failed. */
function leadsOf(data: RatesData): { readonly round: number; readonly lead: readonly number[] }[] {
  const rounds = data.cells[0]?.trials.map(({ round }) => round) ?? [];
  return rounds.flatMap((round) => {
    const lead = data.rates.map((rate) => leadAt(data, round, rate));
    return lead.every((one) => one !== null) ? [{ round, lead }] : [];
  });
}

/** How much more a WebSocket costs than asking, as a logarithm: below 0 it costs less. Null where a trial failed. */
function leadAt({ cells }: RatesData, round: number, rate: number): number | null {
  const cpuOf = (transport: 'poll' | 'websocket') => {
    const trials = cells.find((cell) => cell.transport === transport && cell.rate === rate)?.trials;
    const trial = trials?.find((one) => one.round === round);
    return trial && trial.serverCpuUs > 0 ? trial.serverCpuUs / trial.due : null;
  };
  const [pushed, asked] = [cpuOf('websocket'), cpuOf('poll')];
  return pushed === null || asked === null ? null : Math.log(pushed / asked);
}

/** Where the lead goes from below 0 to above, for good; null where it does not. */
function crossingOf(rates: readonly number[], lead: readonly number[]): number | null {
  const last = lead.findLastIndex((one) => one < 0);
  const [below, above] = [lead[last], lead[last + 1]];
  const [from, to] = [rates[last], rates[last + 1]];
  if (below === undefined || above === undefined || from === undefined || to === undefined) return null;
  return from * (to / from) ** (below / (below - above));
}
