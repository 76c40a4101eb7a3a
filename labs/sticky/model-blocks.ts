// Act 1 on the screen. The whole of it, 16 strategies in 12 scenarios, is in the record and in --matrix.
import type { Block, Cell, TableBlock, Text } from '../../src/lab-kit.ts';
import type { ModelData } from './model.ts';
import { percentOf } from './percent.ts';
import { scenarios } from './scenarios.ts';
import type { ScenarioResult } from './simulation.ts';
import { strategies } from './strategies.ts';
import { sharesNote, strategyName, trustNotes } from './words.ts';

/** One of each kind: by turns, by counting, by address (three ways), by memory, by cookie. */
const shown = [
  'nginx-round-robin',
  'nginx-least-conn',
  'nginx-ip-hash',
  'nginx-hash-consistent',
  'haproxy-source',
  'haproxy-source-consistent',
  'haproxy-stick-table',
  'haproxy-cookie-insert',
  'alb-duration-cookie',
];

export function resultOf(model: ModelData, scenario: string, strategy: string): ScenarioResult {
  const result = model.find((one) => one.scenario === scenario && one.strategy === strategy);
  if (result) return result;
  throw new RangeError(`the record holds no ${strategy} in ${scenario}`);
}

export function movedPercent({ moved, clients }: ScenarioResult): number {
  return (100 * moved) / clients;
}

export function modelBlocks(model: ModelData): Block[] {
  return [movedTable(model), burdenTable(model)];
}

function movedTable(model: ModelData): TableBlock {
  const columns: [scenario: string, title: Text][] = [
    ['steady', { ko: '평온한 하루', en: 'quiet day' }],
    ['phones', { ko: '주소가 바뀜', en: 'new address' }],
    ['no-cookies', { ko: '쿠키 없음', en: 'no cookies' }],
    ['scale-out-3-4', { ko: '3대에서 4대로', en: '3 to 4 servers' }],
    ['scale-in-4-3', { ko: '4대에서 3대로', en: '4 to 3 servers' }],
  ];
  return {
    kind: 'table',
    title: {
      ko: '1막  다른 서버로 옮겨진 사용자(모형)',
      en: 'Act 1  Users who ended up on another server (model)',
    },
    columns: [strategyColumn, ...columns.map(([, title]) => ({ title, unit: 'percent' as const }))],
    rows: shown.map((strategy) => [
      strategyName(strategy),
      ...columns.map(([scenario]) => movedPercent(resultOf(model, scenario, strategy))),
    ]),
    notes: trustNotes,
  };
}

function burdenTable(model: ModelData): TableBlock {
  return {
    kind: 'table',
    title: { ko: '1막  고르게 나뉘는지, 무엇이 깨지는지(모형)', en: 'Act 1  Balance and breakage (model)' },
    columns: [
      strategyColumn,
      { title: { ko: 'NAT 하나: 최대/평균', en: 'one NAT: max/mean' }, unit: 'ratio' },
      { title: { ko: '/24 하나: 최대/평균', en: 'one /24: max/mean' }, unit: 'ratio' },
      { title: { ko: '깨진 핸드셰이크', en: 'broken handshakes' }, unit: 'percent' },
      { title: { ko: '메모리 세션을 찾음', en: 'found in memory' }, unit: 'percent' },
    ],
    rows: shown.map((strategy) => {
      const steady = resultOf(model, 'steady', strategy);
      return [
        strategyName(strategy),
        resultOf(model, 'nat', strategy).maxOverMean,
        resultOf(model, 'one-network', strategy).maxOverMean,
        brokenPercent(steady),
        foundPercent(steady),
      ];
    }),
    notes: [
      {
        ko: '최대/평균은 가장 바쁜 서버가 평균의 몇 배를 맡았는지예요. 서버 3대에서 3이면 한 서버가 전부 맡은 거예요.',
        en: 'max/mean: how many times the mean the busiest server has; 3 of three servers is everything on one.',
      },
      {
        ko: '깨진 핸드셰이크와 메모리 세션은 평온한 하루의 값이에요. 핸드셰이크(handshake)는 연결을 맺는 요청들이고, Socket.IO처럼 4개예요.',
        en: 'Handshakes and sessions are those of the quiet day; a handshake is four requests, as in Socket.IO.',
      },
    ],
  };
}

/** A table for every scenario, for `--matrix`. */
export function matrixBlocks(model: ModelData): TableBlock[] {
  return scenarios.map(({ id, title }, index) => ({
    kind: 'table',
    title: { ko: `시나리오(모형)  ${title.ko}`, en: `Scenario (model)  ${title.en}` },
    columns: [
      strategyColumn,
      { title: { ko: '메모리 세션을 찾음', en: 'found in memory' }, unit: 'percent' },
      { title: { ko: '깨진 핸드셰이크', en: 'broken handshakes' }, unit: 'percent' },
      { title: { ko: '옮겨진 사용자', en: 'users moved' }, unit: 'percent' },
      { title: { ko: '최대/평균', en: 'max/mean' }, unit: 'ratio' },
      { title: { ko: '한꺼번에 끊김', en: 'cut at once' }, unit: 'count' },
    ],
    rows: strategies.map((strategy): Cell[] => {
      const result = resultOf(model, id, strategy.id);
      return [
        strategyName(strategy.id),
        foundPercent(result),
        brokenPercent(result),
        movedPercent(result),
        result.maxOverMean,
        result.reconnects.atOnce,
      ];
    }),
    notes: index === 0 ? [sharesNote] : [],
  }));
}

const strategyColumn = { title: { ko: '분산 방식', en: 'strategy' } };

function brokenPercent({ brokenHandshakes, handshakes }: ScenarioResult): number | null {
  return percentOf(brokenHandshakes, handshakes);
}

function foundPercent({ found, requests }: ScenarioResult): number | null {
  return percentOf(found.inMemory, requests);
}
