import { afterEach, describe, expect, it, vi } from 'vitest';
import { fourWays } from '../../../labs/ttl/acts/four-ways.ts';
import { ghosts } from '../../../labs/ttl/acts/ghosts.ts';
import { lag } from '../../../labs/ttl/acts/lag.ts';
import { silence } from '../../../labs/ttl/acts/silence.ts';
import { jumpBetween, readClock } from '../../../labs/ttl/parts/server-clock.ts';
import { steadyClock, withContext } from './context.ts';
import { judged } from './fixture.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('this machine’s wall clock', () => {
  it('may jump back and forth all through a run: it is never asked', async () => {
    const hourMs = 3_600_000;
    let asked = 0;
    const jumping = () => {
      asked += 1;
      return 1_700_000_000_000 + (asked % 2 === 0 ? hourMs : -hourMs);
    };
    vi.spyOn(Date, 'now').mockImplementation(jumping);
    const clock = { ...steadyClock, date: () => new Date(jumping()) };

    const data = await withContext({ clock }, async (context) => ({
      silence: await silence(context),
      lag: await lag(context),
      'four-ways': await fourWays(context),
      ghosts: await ghosts(context),
    }));

    const { checks, warnings } = judged((kept) => void Object.assign(kept, JSON.parse(JSON.stringify(data))));
    expect(checks).toMatchObject([{ claim: 'C20', verdict: 'held' }]);
    expect(warnings).toEqual([]);
    expect(data.silence.clockJumpMs).toBe(0);
    expect(data.silence.groups.find(({ group }) => group === 'read')?.events).toMatchObject({ notYet: 0 });
  });
});

describe('the server’s wall clock', () => {
  /** A server whose clock runs with ours, `aheadMs` ahead, and whose answers take so long to come back. */
  function serverAhead(aheadMs: () => number, roundTripsMs: readonly number[]) {
    let nowMs = 1_000;
    let asked = 0;
    const clock = { ...steadyClock, nowMs: () => nowMs };
    const client = {
      async time() {
        const roundTripMs = roundTripsMs[asked % roundTripsMs.length] as number;
        asked += 1;
        // All of the delay is on the way there: the worst that can happen to the estimate.
        nowMs += roundTripMs;
        const serverUs = Math.round((nowMs + aheadMs()) * 1e3);
        return [String(Math.floor(serverUs / 1e6)), String(serverUs % 1e6)];
      },
    };
    const passMs = (ms: number) => {
      nowMs += ms;
    };
    return { clock, client: client as never, passMs };
  }

  it('is known to half the shortest round trip', async () => {
    const { clock, client } = serverAhead(() => 1_700_000_000_000, [40, 3, 2, 9]);
    const reading = await readClock(client, clock);
    expect(reading.errorMs).toBe(1);
    expect(Math.abs(reading.offsetMs - 1_700_000_000_000)).toBeLessThanOrEqual(reading.errorMs);
  });

  it.each([3_600_000, -3_600_000, 60, -60])(
    'set by %i ms between two readings, it is found out',
    async (setMs) => {
      let aheadMs = 1_700_000_000_000;
      const { clock, client, passMs } = serverAhead(() => aheadMs, [0.2]);
      const before = await readClock(client, clock);
      aheadMs += setMs;
      passMs(4_000);
      expect(jumpBetween(before, await readClock(client, clock))).toBeCloseTo(setMs, 3);
    },
  );

  it('nudged by NTP it did not jump', async () => {
    let aheadMs = 1_700_000_000_000;
    const { clock, client, passMs } = serverAhead(() => aheadMs, [0.2]);
    const before = await readClock(client, clock);
    passMs(60_000);
    aheadMs += 30; // Half a millisecond a second.
    expect(jumpBetween(before, await readClock(client, clock))).toBe(0);
  });
});
