// For `compare`: throughput of each system and kind of work, trial by trial.
import { ran, type Text, type TrialsOfArm } from '../../../src/kit/judge.ts';
import type { MemoryTried } from '../data.ts';
import { systemWords, workWords } from '../words.ts';

const figure: Text = { ko: '처리량', en: 'operations a second' };

function of(data: MemoryTried): readonly TrialsOfArm[] {
  return (ran(data.kinds)?.arms ?? [])
    .filter(({ callers }) => callers === 1)
    .map(({ system, work, rounds }) => ({
      id: `${system}-${work}`,
      name: {
        ko: `${systemWords[system].ko}, ${workWords[work].ko}`,
        en: `${systemWords[system].en}, ${workWords[work].en}`,
      },
      values: rounds.map(({ perSecond }) => perSecond),
    }));
}

export const trials = { figure, of };
