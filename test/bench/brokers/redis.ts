import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { SystemId } from '../../../labs/delivery/data.ts';
import { redisBroker } from '../../../labs/delivery/parts/brokers.ts';
import { redis } from '../../../src/services/redis.ts';
import { withScope } from '../../labs/with-scope.ts';
import type { BenchRow } from '../row.ts';
import { beside, sending, sizeBytes } from './beside.ts';

const windows = [1, 100];
const durationMs = 1_500;

const commands: readonly (readonly [SystemId, readonly string[]])[] = [
  ['pubsub', ['PUBLISH', 'peer']],
  ['streams-off', ['XADD', 'peer', '*', 'text']],
];

/** Against redis-benchmark with one connection and a pipeline of the same depth. */
export async function benchRedis(): Promise<BenchRow[]> {
  return await withScope(async ({ scope, signal }) => {
    const server = await scope.start(redis());
    const admin = await server.connect('admin');
    // redis-benchmark takes a password as an argument only, for everybody to see: so a user without one.
    await admin.acl('SETUSER', 'peer', 'on', 'nopass', 'allcommands', 'allkeys', 'allchannels');
    const broker = redisBroker(server, ['pubsub', 'streams-off'], signal);
    const rows: BenchRow[] = [];
    for (const [id, command] of commands) {
      for (const window of windows) {
        const requests = window === 1 ? 30_000 : 300_000;
        const user = ['--user', 'peer', '-a', 'none', '-p', `${server.port}`];
        const args = [...user, '-c', '1', '-P', `${window}`, '-n', `${requests}`, '--csv'];
        const peer = async () => {
          const words = [...command, '.'.repeat(sizeBytes)];
          const { stdout } = await promisify(execFile)('redis-benchmark', [...args, ...words]);
          await admin.flushdb();
          return perSecondIn(stdout);
        };
        const options = { callers: 1, atOnce: window, durationMs };
        const { ours, close } = await sending(broker, id, options, server.footprint);
        rows.push(
          await beside(`${command[0]}, ${window} at once, against redis-benchmark -P ${window}`, ours, peer),
        );
        await close();
        await admin.flushdb();
      }
    }
    return rows;
  });
}

/** The last line is `"command","requests per second",…`. */
function perSecondIn(csv: string): number {
  return Number(/,"([\d.]+)"/.exec(csv.trim().split('\n').at(-1) ?? '')?.[1]);
}
