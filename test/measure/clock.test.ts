import { expect, test } from 'vitest';
import { monotonicClock } from '../../src/measure/clock.ts';

test('the clock never runs backwards and both units tell the same time', () => {
  let last = monotonicClock.nowNs();
  for (let reading = 0; reading < 10_000; reading += 1) {
    const nowNs = monotonicClock.nowNs();
    expect(nowNs).toBeGreaterThanOrEqual(last);
    last = nowNs;
  }
  expect(Number.isInteger(last)).toBe(true);
  const [before, between, after] = [
    monotonicClock.nowNs(),
    monotonicClock.nowMs() * 1e6,
    monotonicClock.nowNs(),
  ];
  expect(between).toBeGreaterThanOrEqual(before - 1);
  expect(between).toBeLessThanOrEqual(after + 1);
});

test('an alarm that is asked for again and again is reached', async () => {
  const dueNs = monotonicClock.nowNs() + 8e6;
  const wokenNs = await new Promise<number>((resolve) => {
    const look = () => {
      const nowNs = monotonicClock.nowNs();
      if (nowNs >= dueNs) resolve(nowNs);
      else monotonicClock.wakeAt(dueNs, look);
    };
    look();
  });
  expect(wokenNs).toBeGreaterThanOrEqual(dueNs);
});
