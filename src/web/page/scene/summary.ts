import type { Text } from '../../../core/text.ts';
import { formatFigure } from '../../../report/format.ts';
import { countWords } from '../words.ts';
import type { Scene } from './scene.ts';

/** A moment in a few words, for who cannot see the stage. */
export function summaryOf({ replay }: Scene, us: number): Text {
  const { counts } = replay.stateAt(us);
  const said = (lang: keyof Text) =>
    Object.entries(countWords)
      .filter(([kind]) => counts.has(kind))
      .map(([kind, words]) => `${words[lang]} ${formatFigure(counts.get(kind) ?? 0, 'count')}`)
      .join(', ');
  const nothing = { ko: '아직 아무 일도 없음', en: 'nothing yet' };
  return { ko: said('ko') || nothing.ko, en: said('en') || nothing.en };
}
