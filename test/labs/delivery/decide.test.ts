import { describe, expect, it } from 'vitest';
import { decide } from '../../../labs/delivery/decide.ts';
import { completed, tipsOf } from '../../../src/core/decision.ts';
import { slip, textsIn } from '../../texts.ts';
import { freshData } from './fixture.ts';

/** Every combination of answers. */
function everyAnswer(): Record<string, string>[] {
  return Object.entries(decide.questions).reduce<Record<string, string>[]>(
    (all, [question, { choices }]) =>
      all.flatMap((answers) => choices.map(({ id }) => ({ ...answers, [question]: id }))),
    [{}],
  );
}

describe('the rule', () => {
  it.each([
    [{ loss: 'yes' }, 'pubsub'],
    [{ loss: 'second' }, 'streams-everysec'],
    [{}, 'streams-always'],
    [{ routing: 'yes' }, 'rabbit-quorum'],
    [{ routing: 'yes', loss: 'yes' }, 'rabbit-classic'],
    [{ routing: 'yes', replay: 'yes' }, 'rabbit-stream'],
    [{ replay: 'yes', operator: 'team' }, 'kafka-all'],
    [{ replay: 'yes', loss: 'second' }, 'streams-everysec'],
    [{ rate: 'more', readers: 'several' }, 'kafka-all'],
  ])('%j: %s', (given, fits) => {
    expect(decide.choose(completed(decide, given))).toBe(fits);
  });

  it('whoever may lose nothing gets nothing that its maker lets lose, whatever else is said', () => {
    const losing = ['pubsub', 'list', 'streams-off', 'rabbit-transient', 'kafka-none'];
    for (const answers of everyAnswer().filter(({ loss }) => loss === 'no'))
      expect(losing, JSON.stringify(answers)).not.toContain(decide.choose(answers));
  });

  it('whoever must read again gets something that keeps what was read', () => {
    for (const answers of everyAnswer().filter(({ replay }) => replay === 'yes'))
      expect(decide.choose(answers), JSON.stringify(answers)).toMatch(/^(streams-|rabbit-stream$|kafka-)/);
  });

  it('every answer has a name, a promise with its source, and figures that the record has', () => {
    for (const answers of everyAnswer()) {
      const choice = decide.choose(answers);
      expect(decide.promise(choice).en).toMatch(/\(docs: /);
      const measured = decide.measured(choice, freshData());
      expect(measured.length, choice).toBeGreaterThanOrEqual(choice === 'pubsub' ? 2 : 3);
      for (const [path, text] of textsIn({ ...measured, mind: decide.mind(choice, answers) }))
        expect(`${text.ko} ${text.en}`, path).not.toMatch(slip);
    }
  });

  it('a system that the record left out is told as not measured, with what measures it', () => {
    const { matrix, ...rest } = freshData();
    if ('skipped' in matrix) throw new Error('the record has a matrix');
    const cells = matrix.cells.filter(({ system }) => system !== 'streams-everysec');
    const [first] = decide.measured('streams-everysec', { ...rest, matrix: { ...matrix, cells } });
    expect(first?.en).toMatch(/: not measured then; --systems streams-everysec does\.$/);
  });

  it('a record without its acts has no figures', () => {
    const skipped = { skipped: { ko: '건너뜀', en: 'skipped' } };
    expect(
      decide.measured('kafka-all', {
        matrix: skipped,
        speed: skipped,
        price: skipped,
        once: skipped,
        order: skipped,
        readers: skipped,
      }),
    ).toEqual([]);
  });
});

it('what tips it is a single other answer, and it does', () => {
  for (const answers of everyAnswer()) {
    for (const { question, choice, fits } of tipsOf(decide, answers)) {
      expect(decide.choose({ ...answers, [question]: choice })).toBe(fits);
      expect(fits).not.toBe(decide.choose(answers));
    }
  }
  expect(tipsOf(decide, completed(decide, {}))).toContainEqual({
    question: 'loss',
    choice: 'yes',
    fits: 'pubsub',
  });
});
