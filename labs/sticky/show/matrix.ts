// A table for every scenario with every strategy, for `--matrix`.
import type { TableBlock } from '../../../src/kit/judge.ts';
import type { ModelData } from '../data.ts';
import { brokenPercent, foundPercent, movedPercent, resultOf } from '../parts/figures.ts';
import { scenarios } from '../parts/model/scenarios.ts';
import { strategyNames } from '../parts/strategy-names.ts';
import { sharesNote, strategyName } from '../words.ts';

export function matrixTables(model: ModelData): TableBlock[] {
  return scenarios.map(({ id: scenario, title }, index) => ({
    kind: 'table',
    id: `scenario-${scenario}`,
    title: { ko: `시나리오(모델): ${title.ko}`, en: `Scenario (model): ${title.en}` },
    columns: [
      { id: 'strategy', title: { ko: '분산 방식', en: 'strategy' } },
      { id: 'found-in-memory', title: { ko: '찾은 메모리 세션', en: 'found in memory' }, unit: 'percent' },
      { id: 'broken', title: { ko: '깨진 핸드셰이크', en: 'broken handshakes' }, unit: 'percent' },
      { id: 'moved', title: { ko: '옮겨진 사용자', en: 'users moved' }, unit: 'percent' },
      { id: 'max-over-mean', title: { ko: '최대/평균', en: 'max/mean' }, unit: 'ratio' },
      { id: 'cut-at-once', title: { ko: '동시에 끊긴 연결', en: 'cut at once' }, unit: 'count' },
    ],
    rows: strategyNames.map(({ id }) => {
      const result = resultOf(model, scenario, id);
      return {
        id,
        cells: [
          strategyName(id),
          foundPercent(result),
          brokenPercent(result),
          movedPercent(result),
          result.maxOverMean,
          result.reconnects.atOnce,
        ],
      };
    }),
    notes: index === 0 ? [sharesNote] : [],
  }));
}
