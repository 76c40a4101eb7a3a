// What a reader sees of act 3.
import { formatFigure, Histogram, same, type TableBlock, type Text } from '../../src/lab-kit.ts';
import type { FourWaysData, SkippedWay } from './four-ways.ts';
import type { WayArm } from './way-arm.ts';
import { wayWords } from './words.ts';

export function waysTable({ users, silent, ways, clientBusyShare }: FourWaysData): TableBlock {
  return {
    kind: 'table',
    title: {
      ko: `3막  네 가지 방법: ${formatFigure(users, 'count')}명 중 ${formatFigure(silent, 'count')}명이 조용해짐`,
      en: `Act 3  Four ways: ${formatFigure(silent, 'count')} of ${formatFigure(users, 'count')} users fall silent`,
    },
    columns: [
      { title: { ko: '방법', en: 'way' } },
      { title: { ko: '낡은 답(stale)', en: 'stale answers' }, unit: 'percent' },
      { title: { ko: '질문 p50', en: 'query p50' }, unit: 'ms' },
      { title: { ko: '질문 p99', en: 'query p99' }, unit: 'ms' },
      { title: { ko: '한 사람 메모리', en: 'memory per user' }, unit: 'bytes' },
      { title: { ko: '명령', en: 'commands' }, unit: 'perSecond' },
    ],
    rows: ways.map((arm) => (arm.missingCommand === null ? measuredRow(arm) : skippedRow(arm))),
    notes: [
      {
        ko: '낡은 답: 가까이 있다고 답한 이름 가운데 TTL이 지난 사람. 닫힌 루프(closed loop)로 방법마다 번갈아 물었어요. 메모리는 빈 서버에 따로 쟀고, 떠난 사람은 GEO만 쓸 때와 시각을 적을 때 계속 남아요.',
        en: 'Stale: of the names given as near, those whose TTL had passed. A closed loop that asks each way in turn. Memory on an empty server; with GEO alone and with a time in the value, those who left stay in it.',
      },
      ...(clientBusyShare > clientBoundFrom ? [clientBound] : []),
      ...ways.flatMap((arm) => (arm.missingCommand === null ? [] : [skippedNote(arm)])),
    ],
  };
}

/** From here on the asking side sets the pace (as in src/measure/load.ts). */
const clientBoundFrom = 0.85;

const clientBound: Text = {
  ko: '묻는 쪽인 Node가 쉴 틈 없이 바빴어요(client-bound). 질문 시간에는 Redis보다 Node의 시간이 더 많이 들어 있어요.',
  en: "Node, the asking side, had no time to rest (client-bound): the query times are more Node's than Redis'.",
};

function measuredRow(arm: WayArm) {
  const latency = Histogram.fromJSON(arm.latency);
  const percentileMs = (p: number) => {
    const ns = latency.percentileOrNull(p);
    return ns === null ? null : ns / 1e6;
  };
  return [
    wayWords[arm.way],
    arm.named === 0 ? null : (100 * arm.stale) / arm.named,
    percentileMs(50),
    percentileMs(99),
    arm.bytesPerUser === null ? null : Math.round(arm.bytesPerUser),
    arm.commands / (arm.elapsedMs / 1e3),
  ];
}

const skipped: Text = { ko: '건너뜀', en: 'skipped' };

function skippedRow({ way }: SkippedWay) {
  return [wayWords[way], skipped, null, null, null, null];
}

/** Where a command first appeared. */
const since: Readonly<Record<string, string>> = {
  HPEXPIRE: 'Redis 7.4, Valkey 9',
  GEOSEARCH: 'Redis 6.2, Valkey 7.2',
};

function skippedNote({ way, missingCommand }: SkippedWay): Text {
  const name = wayWords[way];
  const from = since[missingCommand] ?? same('?').en;
  return {
    ko: `건너뜀: ${name.ko}. 이 서버에는 ${missingCommand} 명령이 없어요(${from}부터).`,
    en: `Skipped: ${name.en}. This server has no ${missingCommand} (since ${from}).`,
  };
}
