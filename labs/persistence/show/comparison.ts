// The table that decides: what each setting loses, by how the server ended, and what it costs.
import { intervalText, ran, type TableBlock } from '../../../src/kit/judge.ts';
import type { EndedArm, EndedData, EndedSetting, PersistenceTried, PricedSetting } from '../data.ts';
import { callersOf, priceOf, ratioOf } from '../parts/compare.ts';
import { settings } from '../parts/directives.ts';
import { armOf, lostOf } from '../parts/lost.ts';
import { settingWords } from '../words.ts';

export function comparison(data: PersistenceTried): TableBlock | null {
  const [goodbye, kill, cut, price] = [
    ran(data.goodbye),
    ran(data.kill),
    ran(data['power-cut']),
    ran(data.price),
  ];
  if (!kill) return null;
  const [callers = 1] = price ? callersOf(price) : [];
  return {
    kind: 'table',
    id: 'what-is-lost',
    title: { ko: '확인받은 쓰기 가운데 잃은 것', en: 'Of the acknowledged writes, lost' },
    columns: [
      { id: 'setting', title: { ko: '설정', en: 'setting' } },
      { id: 'goodbye', title: { ko: 'SIGTERM', en: 'SIGTERM' }, unit: 'percent' },
      { id: 'kill', title: { ko: 'kill -9', en: 'kill -9' }, unit: 'percent' },
      { id: 'power-cut', title: { ko: '정전', en: 'power cut' }, unit: 'percent' },
      { id: 'throughput', title: { ko: '처리량(배)', en: 'throughput, times' } },
    ],
    rows: rowsOf(kill).map((setting) => {
      const ratio =
        price && ratioOf(priceOf(price, setting as PricedSetting, callers), priceOf(price, 'none', callers));
      const armIn = (ended: EndedData | null) => (ended ? armOf(ended, setting) : undefined);
      return {
        id: setting,
        cells: [
          settingWords[setting],
          ...[goodbye, kill, cut].map((ended) => percentLost(armIn(ended))),
          setting === 'none' ? null : intervalText(ratio),
        ],
      };
    }),
    notes: [
      {
        ko: `처리량: 저장 안 함의 몇 배인지, 95% 신뢰구간(호출자 ${callers}명).`,
        en: `throughput: times that of nothing, 95% interval (callers: ${callers}).`,
      },
    ],
  };
}

/** The last one was only killed. */
const rowsOf = (kill: EndedData): EndedSetting[] => [
  ...settings,
  ...(armOf(kill, 'aof-everysec-slow') ? (['aof-everysec-slow'] as const) : []),
];

function percentLost(arm: EndedArm | undefined): number | null {
  return arm && arm.acked > 0 ? (lostOf(arm) / arm.acked) * 100 : null;
}
