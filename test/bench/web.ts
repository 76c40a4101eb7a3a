import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { catalogue } from '../../labs/index.ts';
import type { RunRecord } from '../../src/core/record.ts';
import type { Trace, TraceEvent } from '../../src/core/trace.ts';
import { reportOf } from '../../src/course/catalogue.ts';
import { compileReplay } from '../../src/replay/state-at.ts';
import { notePage } from '../../src/web/note-page.ts';
import { pageData } from '../../src/web/page-data.ts';
import { noBrowser, openBrowser } from '../web/browser.ts';
import { type BenchRow, medianOf } from './row.ts';

const events = 20_000;
const sixtyASecondMs = 1_000 / 60;
const flying = 500;
const everyUs = 20_000;
/** Sixteen links between them, so that nothing is drawn as a bundle. */
const [senders, receivers] = [4, 4];

/** The page's own speed: what it does before the first frame, for each moment, and sixty times a second. */
export async function benchWeb(): Promise<BenchRow[]> {
  const trace = traceOf(events, 40, 1);
  const compileMs = medianOf(times(9, () => compileReplay(trace)));
  const { stateAt, durationUs } = compileReplay(trace);
  const momentMs = medianOf(times(1_000, (draw) => stateAt((durationUs * ((draw * 7_919) % 1_000)) / 1_000)));
  const own = (name: string, ms: number, limitMs: number): BenchRow => ({
    name,
    ours: `${ms.toFixed(3)} ms`,
    peer: `${limitMs} ms, the limit`,
    ratio: ms / limitMs,
    target: 'below 1',
  });
  return [
    own(`a trace of ${events} events compiled (median of 9)`, compileMs, 200),
    own('the state at a moment of it (median of 1,000)', momentMs, 0.1),
    ...(noBrowser ? [] : await benchFrames()),
  ];
}

function times(count: number, work: (draw: number) => unknown): number[] {
  return Array.from({ length: count }, (_, draw) => {
    const beganMs = performance.now();
    work(draw);
    return performance.now() - beganMs;
  });
}

/**
 * A message every 20 ms that takes ten seconds: 500 of them fly at any time, in Chromium without a window. Its frames
 * wait for a clock of 60 Hz, so that they cannot be faster; how much room is left the work on each of them says.
 */
async function benchFrames(): Promise<BenchRow[]> {
  const [entry] = catalogue;
  if (!entry) throw new Error('there is no lab');
  const record: RunRecord = JSON.parse(await readFile(`test/labs/${entry.id}/record.v1.json`, 'utf8'));
  const { default: lab } = await entry.load();
  const run = pageData(reportOf(entry, lab, record, null), traceOf(6 * flying, flying, everyUs));
  const folder = await mkdtemp(join(tmpdir(), 'bench-web-'));
  const browser = await openBrowser();
  try {
    const file = join(folder, 'page.html');
    const template = await readFile('dist/page.html', 'utf8');
    await writeFile(file, await notePage(template, { lang: 'en', short: false, runs: [run] }));
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const place = new URLSearchParams({
      record: run.report.record.id,
      act: 'bench',
      t: `${flying * everyUs}`,
      x: '1',
    });
    await page.goto(`${pathToFileURL(file)}#${place}`);
    await page.locator('.transport').waitFor();
    await page.keyboard.press('Space');
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' }); // Its CPU, not what others take.
    const workMs = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics');
      return 1e3 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN);
    };
    const beganMs = await workMs();
    const frames = (await page.evaluate(`new Promise((done) => {
      const seen = [];
      let last = performance.now();
      const frame = (ms) => {
        seen.push(ms - last);
        last = ms;
        if (seen.length < 240) requestAnimationFrame(frame);
        else done(seen);
      };
      requestAnimationFrame(frame);
    })`)) as number[];
    const perFrameMs = ((await workMs()) - beganMs) / frames.length;
    const plays = await page.getByRole('button', { name: 'Pause' }).isVisible();
    if (!plays) throw new Error('the page stood still');
    const ms = medianOf(frames.slice(30));
    const row = (name: string, ms: number, target: string): BenchRow => ({
      name,
      ours: `${ms.toFixed(2)} ms`,
      peer: `${sixtyASecondMs.toFixed(2)} ms, 60 frames a second`,
      ratio: ms / sixtyASecondMs,
      target,
    });
    const what = `a frame with ${flying} messages on their way, in Chromium`;
    return [
      row(`${what} (median of ${frames.length - 30})`, ms, '1'),
      row(`script, layout and paint of ${what} (mean of ${frames.length})`, perFrameMs, 'below 1'),
    ];
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
}

/** Half of the events send a message, the other half receive them, `ahead` messages later. */
function traceOf(count: number, ahead: number, everyUs: number): Trace {
  const happenings = Array.from({ length: count / 2 }, (_, msg) => {
    const hop = { msg: `${msg}`, from: `client-${msg % senders}`, to: `server-${(msg >> 2) % receivers}` };
    return [
      { atUs: msg * everyUs, kind: 'send', ...hop },
      { atUs: (msg + ahead) * everyUs, kind: 'recv', ...hop },
    ] as const;
  });
  const sorted = happenings
    .flat()
    .sort((a, b) => a.atUs - b.atUs)
    .map((event, seq): TraceEvent => ({ ...event, seq, act: 'bench' }));
  const durationUs = sorted.at(-1)?.atUs ?? 0;
  return {
    header: {
      v: 1,
      run: 'bench',
      lab: 'bench',
      clock: 'hrtime',
      startedAt: '2026-11-26T00:00:00.000Z',
      durationUs,
      actors: [],
      series: [],
      budget: count,
      kept: count,
      left: 0,
    },
    events: sorted,
  };
}
