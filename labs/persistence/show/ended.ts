// One table and one picture for each way to end.
import { type Block, fromRuns, type Mark, same, type Text, toRuns } from '../../../src/kit/judge.ts';
import type { EndedArm, EndedData } from '../data.ts';
import { lostOf, shareLost } from '../parts/lost.ts';
import { settingWords } from '../words.ts';

export function endedBlocks({ arms }: EndedData, title: Text, notes: readonly Text[] = []): Block[] {
  const counted = arms.some(({ syncs }) => syncs !== null);
  return [
    {
      kind: 'table',
      id: 'ended',
      title,
      columns: [
        { id: 'setting', title: { ko: '설정', en: 'setting' } },
        { id: 'acked', title: { ko: 'OK를 받음', en: 'got OK' }, unit: 'count' },
        { id: 'lost', title: { ko: '그 가운데 유실', en: 'of them lost' }, unit: 'count' },
        { id: 'oldest', title: { ko: '가장 오래된 유실', en: 'oldest lost' }, unit: 'ms' },
        ...(counted ? [{ id: 'syncs', title: same('fsync'), unit: 'attempts' as const }] : []),
      ],
      rows: arms.map((arm) => ({
        id: arm.setting,
        cells: [
          settingWords[arm.setting],
          arm.acked,
          lostOf(arm),
          arm.oldestLostMs,
          ...(counted ? [arm.syncs] : []),
        ],
      })),
      notes: [
        {
          ko: '가장 오래된 유실: 잃은 쓰기 가운데 처음 것이 서버가 끝나기 얼마 전에 OK를 받았는지예요.',
          en: 'oldest lost: how long before the end the first of the lost writes had got its OK.',
        },
        ...notes,
      ],
    },
    ...keptPicture(arms),
  ];
}

/** Which writes are left, where some are and some are not: of all or none the table has said enough. */
function keptPicture(arms: readonly EndedArm[]): Block[] {
  const parted = arms.filter((arm) => shareLost(arm) === 'some');
  if (parted.length === 0) return [];
  return [
    {
      kind: 'timeline',
      id: 'kept',
      title: { ko: '어느 쓰기가 남았을까', en: 'Which writes are left' },
      axis: {
        label: { ko: '확인받은 쓰기(%)', en: 'acknowledged writes (%)' },
        first: 1,
        last: 100,
        unit: 'percent',
      },
      lanes: parted.map((arm) => ({
        id: arm.setting,
        label: settingWords[arm.setting],
        spans: spansOf(arm),
      })),
    },
  ];
}

/** Settings get on at different speeds: each lane is all that it acknowledged, in hundredths. */
function spansOf(arm: EndedArm) {
  const kept = new Set(fromRuns(arm.kept));
  const parts = Array.from({ length: 100 }, (_, index) => index + 1);
  const isKept = (part: number) => kept.has(Math.max(1, Math.round((part / 100) * arm.acked)));
  const span = (mark: Mark) => (run: readonly [number, number]) => ({ first: run[0], last: run[1], mark });
  return [
    ...toRuns(parts.filter(isKept)).map(span('delivered')),
    ...toRuns(parts.filter((part) => !isKept(part))).map(span('lost')),
  ].sort((a, b) => a.first - b.first);
}
