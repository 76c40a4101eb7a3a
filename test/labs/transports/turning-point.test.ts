import { describe, expect, it } from 'vitest';
import type { CheaperData, WindowTrial } from '../../../labs/transports/data.ts';
import { turningPoint, turningRatio } from '../../../labs/transports/judge/turning-point.ts';
import { answerOf } from '../recorded.ts';
import { lab } from './fixture.ts';

const rates = [10, 100, 1_000];
const intervalMs = 50;

/** Costs of an update by rate, for each round; a question costs 1,000 us and a frame 10 us unless said otherwise. */
function data(pushed: (round: number) => number, asked: (rate: number) => number, rounds = 5): CheaperData {
  const trial = (round: number, serverCpuUs: number) => ({ round, due: 1, serverCpuUs }) as WindowTrial;
  const cells = rates.flatMap((rate) =>
    (['poll', 'websocket'] as const).map((transport) => ({
      transport,
      rate,
      failed: 0,
      firstFailure: null,
      trials: Array.from({ length: rounds }, (_, round) =>
        trial(round, transport === 'poll' ? asked(rate) : pushed(round)),
      ),
    })),
  );
  return { clients: 1, intervalMs, rates, cells, idle: [] };
}

describe('the turning point', () => {
  it('is found where the costs are equal', () => {
    const { turns } = turningPoint(
      data(
        () => 10,
        (rate) => 2_000 / rate,
      ),
    );
    expect(turns?.rate).toBeCloseTo(200);
    expect(turns?.perAnswer).toBeCloseTo(10);
    expect(turns?.interval?.low).toBeCloseTo(200);
  });

  it('has an interval that is wider the more the rounds differ, and none with few rounds', () => {
    const { turns } = turningPoint(
      data(
        (round) => 8 + round,
        (rate) => 2_000 / rate,
      ),
    );
    expect(turns?.interval?.low).toBeLessThan(190);
    expect(turns?.interval?.high).toBeGreaterThan(210);
    expect(
      turningPoint(
        data(
          () => 10,
          (rate) => 2_000 / rate,
          4,
        ),
      ).turns?.interval,
    ).toBeNull();
  });

  it('is none where one way is cheaper at every rate', () => {
    expect(
      turningPoint(
        data(
          () => 1,
          (rate) => 2_000 / rate,
        ),
      ),
    ).toEqual({ turns: null, asking: 'never' });
    expect(
      turningPoint(
        data(
          () => 900,
          (rate) => 2_000 / rate,
        ),
      ),
    ).toEqual({ turns: null, asking: 'always' });
  });

  it('is unclear where the rounds do not agree, or where the lines cross the other way', () => {
    expect(
      turningPoint(
        data(
          (round) => (round === 0 ? 1 : 10),
          (rate) => 2_000 / rate,
        ),
      ),
    ).toMatchObject({ asking: 'unclear' });
    expect(
      turningPoint(
        data(
          () => 10,
          (rate) => rate / 10,
        ),
      ),
    ).toMatchObject({ turns: null, asking: 'unclear' });
    expect(
      turningPoint(
        data(
          () => 10,
          (rate) => 2_000 / rate,
          0,
        ),
      ),
    ).toMatchObject({ asking: 'unclear' });
  });

  it('leaves out a round in which a trial failed', () => {
    const whole = data(
      () => 10,
      (rate) => 2_000 / rate,
    );
    const cells = whole.cells.map((cell, index) =>
      index === 0 ? { ...cell, trials: cell.trials.slice(1) } : cell,
    );
    expect(turningPoint({ ...whole, cells }).turns).toMatchObject({ interval: null });
  });
});

describe('two places where it turns', () => {
  const at = (frame: number, every = 50) => ({
    ...data(
      (round) => frame + round / 100,
      (rate) => 2_000 / rate,
    ),
    intervalMs: every,
  });

  it('are compared round by round', () => {
    const ratio = turningRatio(at(10), at(5));
    expect(ratio?.ratio).toBeCloseTo(0.5, 2);
    expect(ratio?.interval?.high).toBeLessThan(0.51);
  });

  it('are not where one of them is not known', () => {
    expect(turningRatio(at(10), at(900))).toBeNull();
  });

  it.each([
    ['inverse', at(5), at(10, 100)],
    ['same', at(5), at(5, 100)],
    ['more', at(10), at(5, 100)],
    [null, at(900), at(5, 100)],
  ])('answer the question: %s', (answer, shortest, longest) => {
    expect(answerOf(lab, 'sweep', { points: [shortest, longest] })).toBe(answer);
  });
});
