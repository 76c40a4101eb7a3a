import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Quiet, QuietProbe } from '../core/record.ts';
import { monotonicClock } from './clock.ts';

/** CPU times tick in 1/100 s: a share of a short probe below some percent is one tick more or less. */
const limits: Readonly<Record<keyof QuietProbe, number>> = { load: 0.25, steal: 0.05, jitterMs: 1 };

const naps = 30;
const napMs = 5;

/** Looks at the machine for some 160 ms, doing nothing itself. */
export async function probeMachine(): Promise<QuietProbe> {
  const before = await cpuTimes();
  const own = process.cpuUsage();
  const latenessMs: number[] = [];
  for (let nap = 0; nap < naps; nap += 1) {
    const startMs = monotonicClock.nowMs();
    await sleep(napMs);
    latenessMs.push(monotonicClock.nowMs() - startMs - napMs);
  }
  const { user, system } = process.cpuUsage(own);
  const after = await cpuTimes();
  const totalMs = Math.max(1, after.totalMs - before.totalMs);
  return {
    load: Math.max(0, after.busyMs - before.busyMs - (user + system) / 1e3) / totalMs,
    steal:
      before.stealMs === null || after.stealMs === null ? null : (after.stealMs - before.stealMs) / totalMs,
    jitterMs: latenessMs.sort((a, b) => a - b)[Math.ceil(0.9 * naps) - 1] as number,
  };
}

/** Judges a probe; a kind that was not measured does not count against the machine. */
export function judgeQuiet(probe: QuietProbe): Quiet {
  const kinds = ['load', 'steal', 'jitterMs'] as const;
  const reasons = kinds.flatMap((kind) => {
    const measured = probe[kind] ?? 0;
    return measured > limits[kind] ? [{ kind, measured, limit: limits[kind] }] : [];
  });
  return { quiet: reasons.length === 0, reasons, probe };
}

async function cpuTimes(): Promise<{ busyMs: number; totalMs: number; stealMs: number | null }> {
  let busyMs = 0;
  let idleMs = 0;
  for (const { times } of cpus()) {
    busyMs += times.user + times.nice + times.sys + times.irq;
    idleMs += times.idle;
  }
  return { busyMs, totalMs: busyMs + idleMs, stealMs: await stolenMs() };
}

/** The eighth figure of /proc/stat's first line, in ticks of 10 ms (proc(5)). */
async function stolenMs(): Promise<number | null> {
  const stat = await readFile('/proc/stat', 'utf8').catch(() => '');
  const ticks = stat.split('\n', 1)[0]?.split(/\s+/)[8];
  return ticks === undefined ? null : Number(ticks) * 10;
}
