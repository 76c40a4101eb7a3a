import {
  formatFigure,
  Histogram,
  type Row,
  type Shown,
  same,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { FourWaysData, SkippedWay, WayArm } from '../data.ts';
import { shareIn, staleShareOf } from '../judge/stale-share.ts';
import type { params } from '../settings.ts';
import { wayWords } from '../words.ts';
import { clockJumped } from './clock-jumped.ts';

export const fourWaysShown: Shown<FourWaysData, typeof params> = {
  title: { ko: '네 가지 방법', en: 'Four ways' },
  aim: {
    ko: '누가 활동 중인지 아는 방법마다 이미 떠난 사람을 얼마나 보여 주는지 봐요.',
    en: 'Each way to know who is active: how often does it name somebody who has left?',
  },
  predict: {
    prompt: {
      ko: '친구들의 위치를 GEO 하나에 GEOADD로 적고 GEOSEARCH로 찾아요. 세 명 가운데 한 명이 차례로 조용해지고, 모두 그로부터 10분(TTL만큼)이 지났어요. 응답에 떠난 사람이 섞여 있을까요?',
      en: 'The places of friends go into one GEO key with GEOADD and are found with GEOSEARCH. One of three falls silent, one after the other, each for ten minutes, the length of the TTL. Do the answers name people who have left?',
    },
    hints: {
      concept: {
        ko: 'TTL은 무엇에 걸 수 있을까요? 키일까요, 키 안의 원소일까요?',
        en: 'What can have a TTL: a key, or a member in it?',
      },
      pointer: {
        ko: '떠난 사람을 답한 비율을 방식마다 비교해 보세요.',
        en: 'Compare how often each way names somebody who has left.',
      },
    },
    choices: [
      {
        id: 'none',
        label: { ko: '아니요. TTL이 지나면 빠져요', en: 'No: past the TTL they drop out' },
        misconception: {
          ko: 'TTL은 키에 붙어요. GEO의 멤버는 키가 아니라서 TTL을 붙일 수 없고, 누군가 ZREM으로 빼야 해요.',
          en: 'A TTL belongs to a key. A member of a GEO set is no key, it can have none, and somebody has to take it out (ZREM).',
        },
      },
      {
        id: 'many',
        label: { ko: '네. 누가 빼 줄 때까지 계속 나와요', en: 'Yes, until somebody takes them out' },
      },
    ],
    answer: ({ ways }) => {
      const alone = ways.find(({ way }) => way === 'geo');
      const share = alone?.missingCommand === null ? staleShareOf(alone) : null;
      if (share === null) return null;
      return share < 1 ? 'none' : share > 10 ? 'many' : null;
    },
  },
  headline: ({ ways }) => {
    const share = (id: WayArm['way']) => {
      const arm = ways.find(({ way }) => way === id);
      return formatFigure((arm?.missingCommand === null ? staleShareOf(arm) : null) ?? Number.NaN, 'percent');
    };
    return {
      ko: `오래된 응답(stale): 사용자별 키 ${share('key-per-user')}, GEO만 ${share('geo')}`,
      en: `stale answers: ${share('key-per-user')} with a key per user, ${share('geo')} with GEO alone`,
    };
  },
  show: (data) => [waysTable(data), ...overTime(data)],
  quality: ({ ways, clientBusyShare }) =>
    ways.map(({ way }) => ({ row: way, name: wayWords[way], clientBusyShare })),
  warnings: ({ ways, clockJumpMs }) => [
    ...clockJumped(clockJumpMs),
    ...ways.flatMap((arm) => (arm.missingCommand === null && arm.missed > 0 ? [missedLiving(arm)] : [])),
  ],
};

function missedLiving({ way, missed, questions }: WayArm): Text {
  const [left, asked] = [missed, questions].map((figure) => formatFigure(figure, 'count'));
  return {
    ko: `"${wayWords[way].ko}" 방법은 조회 ${asked}번에서 활동 중인 가까운 친구를 ${left}번 빠뜨렸어요. 컴퓨터가 바빠 보고가 늦었을 수 있어요.`,
    en: `"${wayWords[way].en}" left out living friends nearby ${left} times in ${asked} queries. The machine may have been too busy to report in time.`,
  };
}

/** The table that decides the lab, too: one row for each way. */
export function waysTable({ users, silent, ways }: FourWaysData): TableBlock {
  return {
    kind: 'table',
    id: 'ways',
    title: {
      ko: `네 가지 방법: ${formatFigure(users, 'count')}명 중 ${formatFigure(silent, 'count')}명이 조용해짐`,
      en: `Four ways: ${formatFigure(silent, 'count')} of ${formatFigure(users, 'count')} users fall silent`,
    },
    columns: [
      { id: 'way', title: { ko: '방법', en: 'way' } },
      { id: 'stale', title: { ko: '오래된 응답(stale)', en: 'stale answers' }, unit: 'percent' },
      { id: 'query-p50', title: { ko: '조회 p50', en: 'query p50' }, unit: 'ms' },
      { id: 'query-p99', title: { ko: '조회 p99', en: 'query p99' }, unit: 'ms' },
      { id: 'memory-per-user', title: { ko: '한 사람 메모리', en: 'memory per user' }, unit: 'bytes' },
      { id: 'commands', title: { ko: '명령', en: 'commands' }, unit: 'perSecond' },
    ],
    rows: ways.map((arm) => (arm.missingCommand === null ? measuredRow(arm) : skippedRow(arm))),
    notes: [
      {
        ko: `오래된 응답: 가까이 있다고 응답한 이름 가운데 TTL이 지난 사람의 비율${untilTheEnd(ways).ko}. 닫힌 루프(closed loop)로 방법마다 번갈아 조회했어요. 메모리는 빈 서버에 따로 쟀어요. GEO만 쓸 때와 시각을 적을 때는 아무도 지우지 않고, TTL도 없어요.`,
        en: `Stale: of the names given as near, those whose TTL had passed${untilTheEnd(ways).en}. A closed loop that asks each way in turn. Memory on an empty server. With GEO alone and with a time in the value nobody is removed, and there is no TTL.`,
      },
      ...tooFew(ways),
      ...(ways.every((arm) => arm.missingCommand !== null || arm.bytesPerUser === null) ? [noMemory] : []),
      ...ways.flatMap((arm) => (arm.missingCommand === null ? [] : [skippedNote(arm)])),
    ],
  };
}

/** How the share grew while people left: five parts of the time from the first end of a TTL on. */
function overTime({ ways }: FourWaysData): TableBlock[] {
  const arms = ways.filter((arm): arm is WayArm => arm.missingCommand === null);
  const parts = arms[0]?.parts?.length ?? 0;
  if (parts === 0) return [];
  return [
    {
      kind: 'table',
      id: 'stale-over-time',
      title: { ko: '오래된 응답(stale): 사람들이 떠나는 동안', en: 'Stale answers while people leave' },
      columns: [
        { id: 'way', title: { ko: '방법', en: 'way' } },
        ...Array.from({ length: parts }, (_, part) => ({
          id: `part-${part + 1}`,
          title: { ko: `구간 ${part + 1}/${parts}`, en: `part ${part + 1} of ${parts}` },
          unit: 'percent' as const,
        })),
      ],
      rows: arms.map((arm) => ({
        id: arm.way,
        cells: [wayWords[arm.way], ...(arm.parts ?? []).map(shareIn)],
      })),
      notes: [
        {
          ko: '첫 TTL이 끝난 때부터 마지막 TTL이 끝날 때까지를 똑같이 나눈 구간이에요. 워커는 TTL의 10분의 1마다 청소해요.',
          en: 'The time from the first end of a TTL to the last, in equal parts. The worker sweeps ten times in a TTL.',
        },
      ],
    },
  ];
}

/** Older records hold no parts, and so only the average. */
function untilTheEnd(ways: FourWaysData['ways']): Text {
  return ways.some((arm) => arm.missingCommand === null && arm.parts)
    ? { ko: '(마지막 구간)', en: ', in the last part of the watch' }
    : { ko: '(지켜본 시간의 평균)', en: ', on the average of the watch' };
}

/** Why a percentile is missing, beside the table that lacks it. */
export function tooFew(ways: FourWaysData['ways']): Text[] {
  const asked = ways.flatMap((arm) => (arm.missingCommand === null ? [arm.latency.count] : []));
  const fewest = Math.min(...asked);
  if (fewest >= neededForP99) return [];
  const [here, needed] = [fewest, neededForP99].map((figure) => formatFigure(figure, 'count'));
  return [
    {
      ko: `p99는 조회 ${needed}번부터 알 수 있는데 이번에는 ${here}번뿐이라 –예요.`,
      en: `A p99 of – : it takes ${needed} queries to know one, and here there were ${here}.`,
    },
  ];
}

const neededForP99 = 1_000;

const noMemory: Text = {
  ko: '메모리는 재지 않았어요. 내 Redis에는 빈 서버가 없어요.',
  en: 'Memory was not measured: your own Redis is no empty server.',
};

function measuredRow(arm: WayArm): Row {
  const latency = Histogram.fromJSON(arm.latency);
  const percentileMs = (p: number) => {
    const ns = latency.percentileOrNull(p);
    return ns === null ? null : ns / 1e6;
  };
  const cells = [
    wayWords[arm.way],
    staleShareOf(arm),
    percentileMs(50),
    percentileMs(99),
    arm.bytesPerUser === null ? null : Math.round(arm.bytesPerUser),
    arm.commands / (arm.elapsedMs / 1e3),
  ];
  return { id: arm.way, cells };
}

const skipped: Text = { ko: '건너뜀', en: 'skipped' };

function skippedRow({ way }: SkippedWay): Row {
  return { id: way, cells: [wayWords[way], skipped, null, null, null, null] };
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
