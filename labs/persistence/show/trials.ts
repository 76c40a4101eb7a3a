// For `compare`: throughput of each setting and number of callers, trial by trial.
import { ran, type Text, type TrialsOfArm } from '../../../src/kit/judge.ts';
import type { PersistenceTried } from '../data.ts';
import { settingWords } from '../words.ts';

const figure: Text = { ko: '쓰기 처리량', en: 'writes a second' };

function of(data: PersistenceTried): readonly TrialsOfArm[] {
  return (ran(data.price)?.arms ?? []).map(({ setting, callers, rounds }) => ({
    id: `${setting}-${callers}`,
    name: {
      ko: `${settingWords[setting].ko}, 호출자 ${callers}명`,
      en: `${settingWords[setting].en}, callers: ${callers}`,
    },
    values: rounds.map(({ perSecond }) => perSecond),
  }));
}

export const trials = { figure, of };
