// What the CPU of an operation says about a row that stays behind, and no more than that.
import { clientBoundFrom } from '../../../src/core/act.ts';

/** What one side did, and the CPU that an operation took of its client and of the server. */
export interface Figures {
  readonly perSecond: number;
  readonly clientUs: number;
  readonly serverUs: number;
}

export interface Row {
  readonly callers: number;
  /** How many event loops of ours they are spread over. */
  readonly threads: number;
  readonly cores: number;
  /** With the share of the time, 0 to 1, in which our event loops were busy. */
  readonly ours: Figures & { readonly busyShare: number };
  readonly theirs: Figures;
}

/** Two shares that lie closer together than this count as the same: waking up takes its part, too. */
const near = 0.15;

const oneAfterTheOther = ({ ours }: Row) => 1e6 / (ours.clientUs + ours.serverUs);
const onAllCores = (row: Row) => row.cores * oneAfterTheOther(row);

/** What a row may be asked for: a client whose CPU lets less through, however many threads it had, cannot reach it. */
export function targetOf(row: Row, target: number): string {
  const most = row.callers === 1 ? oneAfterTheOther(row) : onAllCores(row);
  const isOut = most / row.theirs.perSecond < target;
  return `at least ${target}${isOut ? `, out of reach: this CPU allows ${times(most, row)} at most` : ''}`;
}

/** Why it stays behind, as far as its figures show it. */
export function limitOf(row: Row): string {
  const { ours, callers, threads, cores } = row;
  const many = `on these ${cores} cores, which the server needs, too, to ${times(onAllCores(row), row)}`;
  if (ours.busyShare < clientBoundFrom) return `not client-bound, ${busyText(row)}${turnsText(row)}`;
  const bound = `client-bound, ${busyText(row)}: with that CPU`;
  if (threads > 1) return `${bound} any number of threads comes ${many}`;
  const alone = `${bound} one thread comes to ${times(1e6 / ours.clientUs, row)} at most`;
  return callers === 1 ? alone : `${alone}, and any number of them ${many}`;
}

/** A loop that waits for a core counts as busy, too. */
function busyText({ ours, threads }: Row): string {
  const onCore = (ours.perSecond * ours.clientUs) / 1e6 / threads;
  const loops = threads === 1 ? 'our event loop is' : `our ${threads} event loops are`;
  const waited =
    ours.busyShare - onCore > near
      ? `, but waited for a core (${threads === 1 ? 'it' : 'each'} had one for ${percent(onCore)} of the time)`
      : '';
  return `${loops} ${percent(ours.busyShare)} busy${waited}`;
}

/** One after the other is what happened where the CPU of both, added up, fills the time. */
function turnsText(row: Row): string {
  const most = oneAfterTheOther(row);
  const share = row.ours.perSecond / most;
  return Math.abs(share - 1) > near
    ? `: client and server together took ${percent(share)} of one core, so this run does not explain it`
    : `: client and server one after the other come to ${most.toFixed(0)}/s (${times(most, row)}), and ${percent(share)} of that was measured`;
}

const times = (perSecond: number, { theirs }: Row) => `${(perSecond / theirs.perSecond).toFixed(2)} x`;
const percent = (share: number) => `${(100 * share).toFixed(0)}%`;
