// The table that decides: the three ways on the same day.
import { formatFigure, ran, type TableBlock } from '../../../src/kit/judge.ts';
import type { NearbyTried } from '../data.ts';
import { missedShare, operations } from '../judge/days.ts';
import { bookScale } from '../judge/sum.ts';
import type { NearbyParams } from '../settings.ts';
import { strategyWords } from '../words.ts';

export function comparison(data: NearbyTried, inputs: NearbyParams): TableBlock | null {
  const day = ran(data.strategies);
  if (!day) return null;
  const scale = bookScale(inputs);
  const ofBook = scale === null ? null : formatFigure(scale, 'count');
  return {
    kind: 'table',
    id: 'comparison',
    title: {
      ko: `같은 하루, 세 가지 구독${ofBook === null ? '' : `(책의 1/${ofBook})`}`,
      en: `The same day, three ways${ofBook === null ? '' : ` (1/${ofBook} of the book)`}`,
    },
    columns: [
      { id: 'strategy', title: { ko: '구독하는 채널', en: 'subscribes to' } },
      { id: 'missed', title: { ko: '안 보임', en: 'never shown' }, unit: 'percent' },
      { id: 'channels', title: { ko: '채널', en: 'channels' }, unit: 'count' },
      { id: 'idle', title: { ko: '쉬는 채널', en: 'idle' }, unit: 'percent' },
      { id: 'operations', title: { ko: '접속당 작업', en: 'operations' }, unit: 'attempts' },
    ],
    rows: day.arms.map((arm) => {
      const share = missedShare(arm);
      return {
        id: arm.strategy,
        cells: [
          strategyWords[arm.strategy],
          share === null ? null : 100 * share,
          Math.round(arm.channels),
          arm.channels === 0 ? null : (100 * arm.idle) / arm.channels,
          operations(arm),
        ],
      };
    }),
  };
}
