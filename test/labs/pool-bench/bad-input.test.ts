import { describe, expect } from 'vitest';
import { knee } from '../../../labs/pool-bench/acts/knee.ts';
import { stall } from '../../../labs/pool-bench/acts/stall.ts';
import { measureCell } from '../../../labs/pool-bench/parts/cell.ts';
import { ioredisFresh, ioredisPool, ioredisShared } from '../../../labs/pool-bench/parts/ioredis-shapes.ts';
import { nodeRedisShared } from '../../../labs/pool-bench/parts/node-redis-shapes.ts';
import { rawFresh, rawPool } from '../../../labs/pool-bench/parts/raw-shapes.ts';
import { prepareKey } from '../../../labs/pool-bench/parts/redis-arms.ts';
import { straightTo } from '../../../labs/pool-bench/parts/route.ts';
import { kneeShown } from '../../../labs/pool-bench/show/knee.ts';
import { stallShown } from '../../../labs/pool-bench/show/stall.ts';
import { Histogram } from '../../../src/measure/histogram.ts';
import { expectExplained } from '../../cli/explained.ts';
import { it } from '../../cli/run-cli.ts';
import { withContext } from './context.ts';

const quick = ['pool-bench', '--quick', '--quiet', '--md'];

describe('a command line that cannot be right', () => {
  const cases = [
    [['--pool', '0'], /from 1 to/],
    [['--pool', '8,0'], /from 1 to/],
    [['--concurrency', '0'], /from 1 to/],
    [['--target', 'oracle'], /redis, redis-tls, postgres, threads, all/],
    [['--stall', '200'], /ms, s, m or h/],
    [['--rate', '0'], /from 10 to/],
    [['--trial', '0ms'], /from 1ms to/],
    [['--postgres', 'mysql://localhost', '--target', 'postgres'], /form postgres:\/\/user@host/],
  ] as const;
  for (const [args, why] of cases) {
    it(`${args.join(' ')} is refused with a way out`, async ({ cli }) => {
      const ended = await cli.run([...quick, ...args]);
      expect(ended.code).toBe(2);
      expectExplained(ended, why);
      expect(ended.stdout).toBe('');
    });
  }

  it('more callers than files may be open: the limit, and what to do, which works', async ({ cli }) => {
    const shell = 'ulimit -n 200; exec "$@"';
    const ended = await cli.run([...quick, '--concurrency', '500'], { shell });
    expect(ended.code).toBe(2);
    expectExplained(ended, /200 open files \(ulimit -n\)/);
    expect(ended.stderr).toMatch(/--concurrency \d+ --pool \d+ .* ulimit -n \d+/);
    const advice = /--concurrency \d+ --pool \d+/.exec(ended.stderr)?.[0].split(' ') ?? [];
    const again = await cli.run([...quick, ...advice, '--trial', '2ms', '--stall', '0ms'], { shell });
    expect(again.code, again.stderr).toBe(0);
  });

  it('too few files for one connection, and for threads: only a higher limit helps', async ({ cli }) => {
    const shell = 'ulimit -n 34; exec "$@"';
    for (const target of ['redis', 'threads']) {
      const ended = await cli.run([...quick, '--target', target], { shell });
      expect(ended.code, ended.stderr).toBe(2);
      expectExplained(ended, /34 open files \(ulimit -n\)/);
      expect(ended.stderr).not.toContain('--concurrency');
    }
  });

  it('a place for --hdr that is not there', async ({ cli }) => {
    const ended = await cli.run([...quick, '--hdr', '/no/such/folder/x.hgrm']);
    expect(ended.code).toBe(2);
    expectExplained(ended, /no such file/);
  });
});

describe('a server that takes no more clients', () => {
  it('leaves the arms out that it refuses, and measures the others', async () => {
    await withContext({}, async (context, server) => {
      const key = await prepareKey(server);
      await server.configure('maxclients', () => '6');
      const route = straightTo(server);
      const place = { callers: 16, roundTrip: null };
      const shapes = [
        ioredisFresh(route, key),
        rawFresh(route, key),
        ioredisShared(route, key),
        ioredisPool(route, key, 32),
        rawPool(route, key, 32),
      ];
      const { arms } = await measureCell(context, { place, shapes });
      const [fresh, raw, shared, pool, rawOne] = arms;
      for (const refused of [fresh, raw, pool, rawOne]) {
        expect(refused).toMatchObject({ operations: 0, rounds: [] });
        expect(refused?.failed[0]?.reason).toMatch(/max number of clients|closed|EPIPE|ECONNRESET/);
      }
      expect(shared).toMatchObject({ failed: [], rounds: expect.objectContaining({ length: 5 }) });
    });
  });
});

describe('a server that takes fewer clients than a rate needs', () => {
  it('the pools that it let in are kept, with its words for the rest', async () => {
    await withContext({ params: { rtt: '5', pool: '1', concurrency: '1' } }, async (context, server) => {
      await server.configure('maxclients', () => '8');
      const data = await knee(context);
      expect(data.needed?.[0]?.refused).toMatch(/max number of clients|closed|EPIPE|ECONNRESET/);
      const blocks = JSON.stringify(kneeShown.show(data, context.params));
      expect(blocks).toContain('the server let no more connections in');
      expect(blocks).not.toMatch(/NaN|Infinity/);
    });
  });
});

describe('a server that goes away in the middle of a trial', () => {
  it('costs that trial: it is marked and left out, the ones after it count again', async () => {
    await withContext({ params: { trial: '60ms', rounds: '6' } }, async (context, server) => {
      const key = await prepareKey(server);
      const route = straightTo(server);
      let restarted: Promise<void> | undefined;
      const arms = [ioredisShared(route, key), nodeRedisShared(route, key)].map((shape) => ({
        ...shape,
        async open() {
          const opened = await shape.open();
          let asked = 0;
          return {
            ...opened,
            // Asked for at the beginning and at the end of each trial, so the third time is in the first that counts.
            takeConnectTimes() {
              asked += 1;
              return new Histogram();
            },
            operation() {
              if (asked === 3) restarted ??= server.kill().then(() => server.restart());
              return opened.operation();
            },
          };
        },
      }));
      const cell = await measureCell(context, { place: { callers: 4, roundTrip: null }, shapes: arms });
      await restarted;
      for (const arm of cell.arms) {
        expect(arm.rounds.length + arm.failed.length).toBe(6);
        expect(arm.rounds.length).toBeGreaterThan(0);
      }
      expect(cell.arms.flatMap(({ failed }) => failed).length).toBeGreaterThan(0);
    });
  });
});

describe('a rate that the machine cannot send', () => {
  it('is rejected, and what was achieved is said', async () => {
    await withContext({ params: { rate: '1000000', stall: '0ms' } }, async (context) => {
      const data = await stall(context);
      const { rejected, perSecond, errors } = data.open;
      expect(errors > 0 || rejected.includes('rate')).toBe(true);
      expect(perSecond).toBeLessThan(1_000_000);
      expect(stallShown.warnings?.(data, context.params)[0]?.en).toMatch(
        /1,000,000\/s was wanted.*reached [\d,]+\/s/,
      );
    });
  });
});
