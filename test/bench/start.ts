import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type BenchRow, medianOf } from './row.ts';

const cli = fileURLToPath(new URL('../../src/cli.js', import.meta.url));
const rounds = 15;

/** How long the command line takes to say something, against a Node that does nothing; and a quick lab, start to verdict. */
export async function benchStart(): Promise<BenchRow[]> {
  const help: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    help.push(wallMs([cli, '--help']));
    bare.push(wallMs(['-e', '0']));
  }
  const quickMs = medianOf([1, 2, 3].map(() => wallMs([cli, 'pubsub', '--quick', '--json', '--quiet'])));
  return [
    row('redis-lab --help against node -e 0, wall time', medianOf(help), medianOf(bare), 'at most 2.0'),
    row('pubsub --quick against its budget of 5 s, wall time', quickMs, 5_000, 'at most 1.0'),
  ];
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

function wallMs(args: readonly string[]): number {
  const startedMs = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
  return performance.now() - startedMs;
}
