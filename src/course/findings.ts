// The frame round every lab's judges and shows: numbers of acts, predictions, claims that were not tested, and the
// warnings that hold for any lab. Pure, so that the browser can use it too.
import { type AnyAct, grade, isSkipped, type Question } from '../core/act.ts';
import type { Judge } from '../core/judge.ts';
import type { AnyLab } from '../core/lab.ts';
import type { Poll, RunRecord } from '../core/record.ts';
import type { Text } from '../core/text.ts';
import type { ActFindings, Check, Findings, Untested, Voted } from '../report/findings.ts';
import { claims } from './claims.ts';
import { quietWarning } from './quiet-warning.ts';
import { markClientBound, qualityWarnings } from './row-quality.ts';

type Data = Readonly<Record<string, unknown>>;

/** Judges a completed record of today's format anew. */
export function findingsOf(lab: AnyLab, record: RunRecord): Findings {
  const data = record.data as Data;
  const params = record.params as never;
  const acts = lab.acts as readonly AnyAct[];
  const { checks, untested } = judged(lab, data, params);
  const played = acts.filter((act) => didRun(data, act));
  const qualities = played.flatMap((act) => act.quality?.(data[act.id], params) ?? []);
  const warnings = played.flatMap((act) => act.warnings?.(data[act.id], params) ?? []);
  return {
    checks,
    untested,
    acts: acts.map((act, index) => actFindings(act, index + 1, record)),
    comparison: lab.comparison(data, params),
    warnings: [...quietWarning(record.quiet), ...warnings, ...qualityWarnings(qualities)],
    ...(lab.disproof?.(data) ? { disproof: true as const } : {}),
    why: unexplained(lab, checks) ?? lab.why(data, params),
    caveat: lab.caveat(data, params),
    discuss: lab.discuss?.(data, params) ?? null,
  };
}

function didRun(data: Data, act: AnyAct): boolean {
  return act.id in data && !isSkipped(data[act.id]);
}

function judged(lab: AnyLab, data: Data, params: never): { checks: Check[]; untested: Untested[] } {
  const checks: Check[] = [];
  const untested: Untested[] = [];
  for (const [claim, judge] of Object.entries(lab.judges as Record<string, Judge<Data>>)) {
    const sentence = claims[claim] ?? judge.sentence ?? lab.question;
    const reason = judge.needs.map((need) => whyLacking(data, need)).find((text) => text !== null);
    if (!reason) checks.push({ claim, sentence, ...judge.judge(data, params) });
    // What a lab says of itself (a proof) is no claim of a note, and nobody misses it.
    else if (claim in claims) untested.push({ claim, sentence, reason });
  }
  return { checks, untested };
}

/** Of several acts any one is enough. */
function whyLacking(data: Data, need: string | readonly string[]): Text | null {
  const reasons = (typeof need === 'string' ? [need] : need).map((id) => skipReason(data, id));
  return reasons.includes(null) ? null : (reasons[0] ?? null);
}

function skipReason(data: Data, id: string): Text | null {
  const tried = data[id];
  if (tried === undefined) return notInRecord;
  return isSkipped(tried) ? tried.skipped : null;
}

const notInRecord: Text = {
  ko: '이 기록에는 그 막이 없어요.',
  en: 'That act is not in this record.',
};

function actFindings(act: AnyAct, number: number, record: RunRecord): ActFindings {
  const data = record.data as Data;
  const params = record.params as never;
  const { id, title, isModel } = act;
  const named = { id, number, title, ...(isModel && { isModel }) };
  const skipped = skipReason(data, id);
  if (skipped) return { ...named, headline: null, skipped, prediction: null, blocks: [] };
  const found = data[id];
  const prediction = act.predict ? grade(act.predict, found, params, record.predictions[id]) : null;
  const poll = record.votes?.[id];
  return {
    ...named,
    headline: act.headline(found, params),
    skipped: null,
    prediction,
    ...(act.predict && poll && { voted: votedOn(act.predict, poll, prediction?.measured ?? null) }),
    blocks: markClientBound(act.show(found, params), act.quality?.(found, params) ?? []),
  };
}

function votedOn({ prompt, choices }: Question, { first, second }: Poll, measured: Text | null): Voted {
  const counted = choices.map(({ id, label }) => ({
    label,
    first: first[id] ?? 0,
    second: second && (second[id] ?? 0),
  }));
  return { prompt, choices: counted, measured };
}

/** The lab's reason stands where nothing speaks against it, and something for it; else what to look at. */
function unexplained({ judges }: AnyLab, checks: readonly Check[]): Text | null {
  const astray = checks.filter(({ claim, verdict }) => judges[claim]?.textbook !== verdict);
  const isBorneOut =
    astray.length < checks.length && astray.every(({ verdict }) => verdict === 'inconclusive');
  return astray.length === 0 || isBorneOut ? null : unexpected(astray);
}

function unexpected(astray: readonly Check[]): Text {
  const which = astray.map(({ claim }) => claim).join(', ');
  return {
    ko: `교과서와 다르게 나왔거나 판단하지 못한 주장이 있어요: ${which}. 자세히 보기에서 어느 칸이 다른지 찾아보고, 컴퓨터가 바빴다면 다시 실행해 보세요. 그래도 같다면 바로 그 칸에서 새로 배울 것이 있어요.`,
    en: `Not as the textbook has it, or too little to tell: ${which}. Find the cell in the details that differs; if the machine was busy, run it again. If it stays, that cell is what there is to learn.`,
  };
}
