import { exitCodes, messageOf } from '../core/errors.ts';
import type { Judge } from '../core/judge.ts';
import type { AnyLab } from '../core/lab.ts';
import type { RunResult } from '../core/run.ts';
import { same } from '../core/text.ts';
import { catalogue } from '../course/catalogue.ts';
import { findingsOf } from '../course/findings.ts';
import { prepareStore, saveRun } from '../course/run-store.ts';
import { renderVerified, renderVerifiedSum } from '../render/terminal/verified.ts';
import { isAstray, type Verified } from '../report/verified.ts';
import { type Io, pageOf } from '../terminal/io.ts';
import { notKept } from './not-kept.ts';
import { quickRun } from './quick-run.ts';

export interface VerifyFlags {
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly ascii?: boolean;
  readonly color: boolean;
}

// The same random choices on every machine: what differs is the machine.
const seed = 1;

/** `redis-lab verify`: every lab with `--quick`, against the verdicts that this version expects. Returns an exit code. */
export async function verify(io: Io, flags: VerifyFlags): Promise<number> {
  const page = pageOf(process.stdout, io.lang, flags);
  const all: Verified[] = [];
  for (const { id, load } of catalogue) {
    await prepareStore(id).catch((error) => notKept(io, error));
    const { default: lab } = await load();
    const wish = { seed, acts: null, given: {}, predict: async () => null };
    const result = await quickRun(
      io,
      lab,
      { ...wish, quiet: flags.json === true || !process.stderr.isTTY },
      flags,
    );
    if (io.signal.aborted) return exitCodes.interrupted;
    await saveRun(result.record, result.trace).catch((error) => notKept(io, error));
    const verified = compared(lab, result);
    all.push(verified);
    if (!flags.json) await io.out(renderVerified(verified, page));
  }
  await io.out(flags.json ? `${JSON.stringify(all, null, 2)}\n` : renderVerifiedSum(all, page));
  if (all.some(isAstray)) return exitCodes.runFailed;
  const undecided = all.some(({ checks }) => checks.some(({ verdict }) => verdict === 'inconclusive'));
  return flags.strict && undecided ? exitCodes.inconclusive : exitCodes.ran;
}

function compared(lab: AnyLab, { record, error }: RunResult): Verified {
  const judges = lab.judges as Readonly<Record<string, Judge<unknown>>>;
  const ran = { lab: lab.id, tookMs: record.timings.totalMs };
  if (record.outcome !== 'completed') {
    return { ...ran, failed: record.error?.what ?? same(messageOf(error)), checks: [] };
  }
  const { checks, untested } = findingsOf(lab, record);
  const verdicts = new Map(checks.map(({ claim, verdict }) => [claim, verdict]));
  const reasons = new Map(untested.map(({ claim, reason }) => [claim, reason]));
  const told = Object.entries(judges).filter(([claim]) => verdicts.has(claim) || reasons.has(claim));
  return {
    ...ran,
    failed: null,
    checks: told.map(([claim, { textbook }]) => {
      const reason = reasons.get(claim);
      return { claim, expected: textbook, verdict: verdicts.get(claim) ?? null, ...(reason && { reason }) };
    }),
  };
}
