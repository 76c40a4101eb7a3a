import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { noBrowser, openBrowser } from '../web/browser.ts';
import { type BenchRow, medianOf } from './row.ts';

const cli = resolve('dist/cli.cjs');
const rounds = 15;

/** How long the command line takes to say something, against a Node that does nothing; and a quick lab, start to verdict. */
export async function benchStart(): Promise<BenchRow[]> {
  const help: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    help.push(wallMs([cli, '--help']));
    bare.push(wallMs(['-e', '0']));
  }
  const first: number[] = [];
  const bareFirst: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    first.push(await firstWordsMs([cli, 'pubsub', '--quick', '--quiet']));
    bareFirst.push(await firstWordsMs(['-e', 'console.log(0)']));
  }
  const quickMs = medianOf([1, 2, 3].map(() => wallMs([cli, 'pubsub', '--quick', '--json', '--quiet'])));
  return [
    row('redis-lab --help against node -e 0, wall time', medianOf(help), medianOf(bare), 'at most 1.3'),
    row(
      'first words of a lab against node -e console.log(0)',
      medianOf(first),
      medianOf(bareFirst),
      'at most 1.6',
    ),
    ...(noBrowser ? [] : [await benchDemo()]),
    row('pubsub --quick against its budget of 5 s, wall time', quickMs, 5_000, 'at most 1.0'),
  ];
}

/** From the command to a page on which a lab can be chosen; the browser stands open already, as a reader's does. */
async function benchDemo(): Promise<BenchRow> {
  const browser = await openBrowser();
  try {
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const page = await browser.newPage();
      const startedMs = performance.now();
      const child = spawn(process.execPath, [cli, 'demo'], { stdio: ['ignore', 'pipe', 'ignore'] });
      const ended = once(child, 'exit');
      const [url] = await once(child.stdout, 'data');
      await page.goto(String(url).trim());
      await page.getByRole('button', { name: 'Pub/Sub' }).first().waitFor();
      times.push(performance.now() - startedMs);
      await page.close();
      child.kill('SIGINT');
      child.stdout.resume();
      await ended;
    }
    const ms = medianOf(times);
    return row('demo, from the command to a page that can be used (median of 5)', ms, 1_000, 'at most 1.0');
  } finally {
    await browser.close();
  }
}

function row(name: string, oursMs: number, peerMs: number, target: string): BenchRow {
  return {
    name,
    ours: `${oursMs.toFixed(0)} ms`,
    peer: `${peerMs.toFixed(0)} ms`,
    ratio: oursMs / peerMs,
    target,
  };
}

/** Until the first byte; then it is told to stop. */
async function firstWordsMs(args: readonly string[]): Promise<number> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  const tookMs = performance.now() - startedMs;
  child.kill('SIGINT');
  child.stdout.resume();
  await ended;
  return tookMs;
}

function wallMs(args: readonly string[]): number {
  const startedMs = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
  return performance.now() - startedMs;
}
