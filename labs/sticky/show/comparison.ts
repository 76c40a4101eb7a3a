// The table that decides: who is torn from their server when the servers change, by turns and by each kind of
// stickiness.
import { ran, type TableBlock, type Text } from '../../../src/kit/judge.ts';
import type { StickyTried } from '../data.ts';
import { holds, movedPercent, resultOf } from '../parts/figures.ts';
import { strategyName } from '../words.ts';

const compared = [
  'nginx-round-robin',
  'nginx-ip-hash',
  'nginx-hash-consistent',
  'haproxy-source',
  'haproxy-stick-table',
  'haproxy-stick-table-peers',
  'haproxy-cookie-insert',
  'alb-duration-cookie',
];

const deciding: readonly (readonly [scenario: string, title: Text])[] = [
  ['scale-out-3-4', { ko: '3대에서 4대로', en: '3 to 4 servers' }],
  ['crash', { ko: '서버 하나가 죽음', en: 'a server crashes' }],
  ['rolling-deploy', { ko: '하나씩 배포', en: 'rolling deploy' }],
];

export function comparison(data: StickyTried): TableBlock | null {
  const model = ran(data.model);
  if (!model) return null;
  return {
    kind: 'table',
    id: 'comparison',
    title: {
      ko: '서버가 바뀔 때 옮겨진 사용자(모델)',
      en: 'Users moved when the servers change (model)',
    },
    columns: [
      { id: 'strategy', title: { ko: '분산 방식', en: 'strategy' } },
      ...deciding.map(([id, title]) => ({ id: `moved-${id}`, title, unit: 'percent' as const })),
    ],
    rows: compared
      .filter((id) => holds(model, id))
      .map((id) => ({
        id,
        cells: [
          strategyName(id),
          ...deciding.map(([scenario]) => movedPercent(resultOf(model, scenario, id))),
        ],
      })),
  };
}
