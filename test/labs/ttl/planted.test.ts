import { describe, expect, it } from 'vitest';
import { fourWays } from '../../../labs/ttl/acts/four-ways.ts';
import { silence } from '../../../labs/ttl/acts/silence.ts';
import type { RedisServer } from '../../../src/services/redis.ts';
import type { Redis } from '../../../src/services/redis-client.ts';
import { withContext } from './context.ts';
import { judged } from './fixture.ts';

/** A server whose clients change commands on their way. */
function changing(change: (command: string[]) => string[]): (server: RedisServer) => RedisServer {
  return (server) => ({
    ...server,
    async connect(name, options) {
      const client = await server.connect(name, options);
      const pipeline = client.pipeline.bind(client);
      client.pipeline = ((commands: string[][]) =>
        pipeline(commands.map(([call = '', ...words]) => [call, ...change(words)]))) as Redis['pipeline'];
      return client;
    },
  });
}

const isSet = (words: readonly string[]) => words[0] === 'SET';

describe('a planted fault is found by the run itself', () => {
  it('keys that live on for a while after the end that PTTL told: C20 is refuted', async () => {
    // The lab is told of the TTL that it asked for, and somebody prolongs the key behind its back.
    const prolong = changing((words) =>
      words[0] === 'PTTL' ? ['EVAL', prolonging, '1', words[1] as string] : words,
    );
    const data = await withContext({ plant: prolong }, silence);
    expect(data.reads.seenAfter).toBeGreaterThan(0);
    expect(judged((kept) => void Object.assign(kept, { silence: data })).checks).toMatchObject([
      { verdict: 'refuted' },
    ]);
  });

  it('keys that go before their time: the yardstick is off, and nothing is decided', async () => {
    const shorten = changing((words) =>
      words[0] === 'PTTL' ? ['EVAL', shortening, '1', words[1] as string] : words,
    );
    const data = await withContext({ plant: shorten }, silence);
    expect(data.reads.missedBefore).toBeGreaterThan(0);
    expect(judged((kept) => void Object.assign(kept, { silence: data })).checks).toMatchObject([
      { verdict: 'inconclusive' },
    ]);
  });

  it('keys without any TTL: a key per user names the silent as GEO does', async () => {
    const forEver = changing((words) => (isSet(words) ? words.slice(0, 3) : words));
    const { ways } = await withContext({ plant: forEver }, fourWays);
    const [perUser, geo] = ways;
    if (perUser?.missingCommand !== null || geo?.missingCommand !== null) throw new Error('no arm');
    expect(perUser.stale).toBeGreaterThan(0);
    expect(geo.stale).toBeGreaterThan(0);
  });
});

describe('somebody sets the server’s clock in the middle', () => {
  const secondsUs = 1_000_000;

  /** A server whose TIME is another one from the so-manieth on; PTTL and the expiry stay as they are. */
  function settingTheClock(byMs: number): (server: RedisServer) => RedisServer {
    let asked = 0;
    const isSet = () => {
      asked += 1;
      return asked > 100;
    };
    const pipelines = changing((words) =>
      words[0] === 'TIME' && isSet() ? ['EVAL', shiftedTime, '0', String(byMs)] : words,
    );
    return (server) => {
      const changed = pipelines(server);
      return {
        ...changed,
        async connect(name, options) {
          const client = await changed.connect(name, options);
          const time = client.time.bind(client);
          client.time = (async () => {
            const [seconds = 0, micros = 0] = (await time()).map(Number);
            const us = seconds * secondsUs + micros + (isSet() ? byMs * 1e3 : 0);
            return [Math.floor(us / secondsUs), us % secondsUs];
          }) as never;
          return client;
        },
      };
    };
  }

  it.each([5_000, -5_000, 2 * 3_600_000, -2 * 3_600_000])(
    'by %i ms: the act ends, and says so',
    async (byMs) => {
      const data = await withContext({ plant: settingTheClock(byMs) }, silence);
      expect(data.clockJumpMs / byMs).toBeCloseTo(1, 1);
      const { warnings } = judged((kept) => void Object.assign(kept, { silence: data }));
      expect(warnings.map(({ en }) => en).join()).toMatch(/Somebody set the server's clock/);
    },
  );
});

/** TIME, with so many milliseconds added. */
const shiftedTime = `local now = redis.call('TIME')
local us = now[1] * 1000000 + now[2] + ARGV[1] * 1000
return { string.format('%d', math.floor(us / 1000000)), string.format('%d', us % 1000000) }`;

/** Answers PTTL, and then changes what is left. */
const prolonging = `local left = redis.call('PTTL', KEYS[1])
redis.call('PEXPIRE', KEYS[1], left + 60)
return left`;
const shortening = `local left = redis.call('PTTL', KEYS[1])
redis.call('PEXPIRE', KEYS[1], math.floor(left / 2))
return left`;
