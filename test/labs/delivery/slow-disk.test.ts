// Streams with everysec on a disk whose fsync takes long: a kill -9 takes what Redis has said yes to and not written.
import { expect, it } from 'vitest';
import type { MatrixData } from '../../../labs/delivery/data.ts';
import { aof, redisBroker } from '../../../labs/delivery/parts/brokers.ts';
import { cellsOf } from '../../../labs/delivery/parts/cells.ts';
import type { Broker, System } from '../../../labs/delivery/parts/system.ts';
import type { DeliveryContext } from '../../../labs/delivery/settings.ts';
import { ccProgram, powerCut } from '../../../src/services/power-cut.ts';
import { findProgram } from '../../../src/services/programs.ts';
import { redis } from '../../../src/services/redis.ts';
import { type RedisOnDisk, redisOnDisk } from '../../../src/services/redis-on-disk.ts';
import { eventually } from '../../eventually.ts';
import { evidenceOf } from '../recorded.ts';
import { withContext } from './context.ts';
import { judged } from './fixture.ts';

const third = 15;
/** Longer than all that comes after it has begun. */
const slowSyncMs = 60_000;

const canSlowDown = process.platform === 'linux' && (await findProgram(ccProgram)) !== null;

async function killed(): Promise<MatrixData> {
  const given = { systems: 'pubsub,streams-everysec', faults: 'broker-killed', messages: String(3 * third) };
  return await withContext(given, async (context) => {
    const [memory, disk] = [await context.scope.start(redis()), await onDisk(context)];
    const brokers = [
      redisBroker(memory, ['pubsub'], context.signal),
      behind(disk, redisBroker(disk, ['streams-everysec'], context.signal)),
    ];
    const cells = await Promise.all(brokers.map((broker) => cellsOf(context, broker, () => {})));
    return { cells: cells.flat(), missing: [] };
  });
}

async function onDisk({ scope }: DeliveryContext): Promise<RedisOnDisk> {
  return await scope.start(redisOnDisk({ save: '', ...aof('everysec') }, await scope.start(powerCut())));
}

/** The same broker, whose disk becomes slow before the middle third is said, and is itself again after the kill. */
function behind(server: RedisOnDisk, broker: Broker): Broker {
  const slowly = (system: System): System => ({
    ...system,
    async open(name) {
      const channel = await system.open(name);
      return {
        ...channel,
        async producer(line) {
          const { send, close } = await channel.producer(line);
          return {
            async send(texts) {
              if (texts[0]?.startsWith(`${third + 1} `)) await holdsBack(server);
              await send(texts);
            },
            close,
          };
        },
      };
    },
  });
  return {
    ...broker,
    systems: broker.systems.map(slowly),
    async kill() {
      await broker.kill();
      await server.slowDisk(0); // A restart syncs, too.
    },
  };
}

/** An fsync is under way, and what was written since then waits for it. */
async function holdsBack(server: RedisOnDisk): Promise<void> {
  const client = await server.connect('filler');
  await server.slowDisk(slowSyncMs);
  await eventually(async () => {
    await client.incr('filler'); // Redis syncs where there is something to sync.
    const info = await client.info('persistence');
    expect(info).toMatch(/^aof_pending_bio_fsync:[1-9]/m);
    expect(info).toMatch(/^aof_buffer_length:[1-9]/m);
  });
}

it.skipIf(!canSlowDown)('what was acknowledged is lost, and the disk is told as the reason', async () => {
  const matrix = await killed();
  expect(matrix.cells[1]).toMatchObject({
    system: 'streams-everysec',
    acknowledged: 3 * third,
    lost: { count: third, ids: [[third + 1, 2 * third]] },
    example: { id: third + 1 },
  });
  const findings = judged((data) => void Object.assign(data.matrix, matrix));
  expect(findings.checks.find(({ claim }) => claim === 'C12')?.verdict).toBe('inconclusive');
  expect(evidenceOf(findings, 'C12', 'en')).toMatch(
    /everysec lost 15 to a slow disk: just before the kill -9 Redis had \S+ \S+ of its AOF unwritten/,
  );
});
