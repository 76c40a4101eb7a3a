// A table for every scenario with every strategy, for `--matrix`.
import type { Column, TableBlock, Text } from '../../../src/kit/judge.ts';
import type { ModelData } from '../data.ts';
import { brokenPercent, foundPercent, holds, movedPercent, percentOf, resultOf } from '../parts/figures.ts';
import { scenarios } from '../parts/model/scenarios.ts';
import { strategyNames } from '../parts/strategy-names.ts';
import { sharesNote, strategyName } from '../words.ts';

const crash = 'crash';

/** A crash is the one in which requests find nobody. */
function lastColumn(scenario: string): Column {
  return scenario === crash
    ? { id: 'unanswered', title: { ko: '응답 없는 요청', en: 'unanswered' }, unit: 'percent' }
    : { id: 'cut-at-once', title: { ko: '동시에 끊긴 연결', en: 'cut at once' }, unit: 'count' };
}

const noticedNote: Text = {
  ko: 'HAProxy는 2초마다 보고 3번 실패해야 믿어요(설정 문서: inter, fall). 모두가 1분에 한 번씩 온다면, 알아차리기 전에 오는 것은 10%예요.',
  en: 'HAProxy looks every 2 s and believes the third failure (manual: inter, fall). Of users who come once a minute 10 % come before it notices.',
};

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
      lastColumn(scenario),
    ],
    rows: strategyNames
      .filter(({ id }) => holds(model, id))
      .map(({ id }) => {
        const result = resultOf(model, scenario, id);
        return {
          id,
          cells: [
            strategyName(id),
            foundPercent(result),
            brokenPercent(result),
            movedPercent(result),
            result.maxOverMean,
            scenario === crash ? percentOf(result.unanswered, result.requests) : result.reconnects.atOnce,
          ],
        };
      }),
    notes: [...(index === 0 ? [sharesNote] : []), ...(scenario === crash ? [noticedNote] : [])],
  }));
}
