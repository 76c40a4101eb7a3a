// What a reader sees of the model. All of it, every strategy in every scenario, is in the record and in --matrix.
import type { Prediction, Shown, TableBlock, Text } from '../../../src/kit/judge.ts';
import { formatFigure } from '../../../src/kit/judge.ts';
import type { ModelData } from '../data.ts';
import { brokenPercent, foundPercent, holds, movedPercent, resultOf } from '../parts/figures.ts';
import type { params } from '../settings.ts';
import { strategyName, trustNotes } from '../words.ts';
import { matrixTables } from './matrix.ts';

/** One of each kind: by turns, by counting, by address (three ways), by memory, by cookie. */
const shown = [
  'nginx-round-robin',
  'nginx-least-conn',
  'nginx-ip-hash',
  'nginx-hash-consistent',
  'haproxy-source',
  'haproxy-source-consistent',
  'haproxy-stick-table',
  'haproxy-stick-table-peers',
  'haproxy-cookie-insert',
  'alb-duration-cookie',
];

const movedByScaleOut = (model: ModelData) => movedPercent(resultOf(model, 'scale-out-3-4', 'nginx-ip-hash'));

/** With fewer clients than this a share of a quarter and one of three quarters could be chance. */
const fewestClients = 100;

const predict: Prediction<ModelData, typeof params> = {
  prompt: {
    ko: 'nginx ip_hash 뒤에 서버가 3대 있고, 한 대를 더해 4대로 늘려요. 주소가 그대로인 사용자 가운데 얼마나 다른 서버로 가게 될까요?',
    en: 'Three servers stand behind nginx ip_hash, and a fourth is added. How many of the users, whose addresses stay the same, go to another server?',
  },
  choices: [
    {
      id: 'nobody',
      label: { ko: '아무도. 같은 주소는 같은 서버니까요', en: 'Nobody: same address, same server' },
      misconception: {
        ko: '같은 주소가 같은 서버인 것은 서버 목록이 그대로일 때뿐이에요. ip_hash는 어디에도 기억하지 않고 매번 다시 계산해요.',
        en: 'The same address means the same server only while the list of servers stays the same. ip_hash remembers nothing; it calculates again every time.',
      },
    },
    {
      id: 'a-quarter',
      label: { ko: '4분의 1. 새 서버의 몫만큼만', en: 'A quarter: only the share of the new server' },
      misconception: {
        ko: '그렇게 되도록 만든 것이 일관된 해시(consistent hash)예요. ip_hash는 나머지로 고르기 때문에, 나누는 수가 바뀌면 옛 서버끼리도 뒤섞여요.',
        en: 'That is what consistent hashing was made for. ip_hash takes a remainder: with another divisor people move between the old servers, too.',
      },
    },
    {
      id: 'three-quarters',
      label: { ko: '4분의 3. 대부분 다시 나뉘어요', en: 'Three of four: most are dealt anew' },
    },
  ],
  offWhen: ({ clients }) =>
    clients >= fewestClients
      ? null
      : {
          ko: `클라이언트가 ${fewestClients}명보다 적어서 비율이 우연에 달렸어요. --clients를 늘리면 물어봐요.`,
          en: `With fewer than ${fewestClients} clients the shares are chance. It is asked with more --clients.`,
        },
  answer(model) {
    const moved = movedByScaleOut(model);
    if (moved < 5) return 'nobody';
    if (moved > 15 && moved < 40) return 'a-quarter';
    return moved > 60 ? 'three-quarters' : null;
  },
};

export const modelShown: Shown<ModelData, typeof params> = {
  isModel: true,
  title: { ko: '분산 방식 모델', en: 'A model first' },
  aim: {
    ko: '사용자의 주소나 서버의 수가 바뀔 때, 방식마다 몇 퍼센트가 다른 서버로 가는지 보세요.',
    en: 'Watch what share of the users each strategy sends elsewhere when addresses or servers change.',
  },
  predict,
  headline(model) {
    const moved = formatFigure(movedByScaleOut(model), 'percent');
    return {
      ko: `서버 3대에서 4대로, ip_hash로 옮겨진 사용자 ${moved}`,
      en: `from 3 servers to 4, ip_hash moved ${moved} of the users`,
    };
  },
  show: (model, { matrix }) => [
    movedTable(model),
    burdenTable(model),
    ...(matrix ? matrixTables(model) : []),
  ],
};

function movedTable(model: ModelData): TableBlock {
  const columns: readonly (readonly [scenario: string, title: Text])[] = [
    ['steady', { ko: '평온한 하루', en: 'quiet day' }],
    ['phones', { ko: '주소 변경', en: 'new address' }],
    ['no-cookies', { ko: '쿠키 없음', en: 'no cookies' }],
    ['scale-out-3-4', { ko: '3대에서 4대로', en: '3 to 4 servers' }],
    ['scale-in-4-3', { ko: '4대에서 3대로', en: '4 to 3 servers' }],
  ];
  return {
    kind: 'table',
    id: 'moved',
    title: { ko: '다른 서버로 옮겨진 사용자(모델)', en: 'Users who ended up on another server (model)' },
    columns: [
      strategyColumn,
      ...columns.map(([id, title]) => ({ id: `moved-${id}`, title, unit: 'percent' as const })),
    ],
    rows: shown
      .filter((id) => holds(model, id))
      .map((id) => ({
        id,
        cells: [
          strategyName(id),
          ...columns.map(([scenario]) => movedPercent(resultOf(model, scenario, id))),
        ],
      })),
    notes: trustNotes,
  };
}

function burdenTable(model: ModelData): TableBlock {
  return {
    kind: 'table',
    id: 'burden',
    title: { ko: '서버의 부담과 깨진 핸드셰이크(모델)', en: 'Balance and breakage (model)' },
    columns: [
      strategyColumn,
      {
        id: 'nat-max-over-mean',
        title: { ko: 'NAT 하나: 최대/평균', en: 'one NAT: max/mean' },
        unit: 'ratio',
      },
      {
        id: 'network-max-over-mean',
        title: { ko: '/24 하나: 최대/평균', en: 'one /24: max/mean' },
        unit: 'ratio',
      },
      { id: 'broken', title: { ko: '깨진 핸드셰이크', en: 'broken handshakes' }, unit: 'percent' },
      { id: 'found-in-memory', title: { ko: '찾은 메모리 세션', en: 'found in memory' }, unit: 'percent' },
    ],
    rows: shown
      .filter((id) => holds(model, id))
      .map((id) => {
        const steady = resultOf(model, 'steady', id);
        return {
          id,
          cells: [
            strategyName(id),
            resultOf(model, 'nat', id).maxOverMean,
            resultOf(model, 'one-network', id).maxOverMean,
            brokenPercent(steady),
            foundPercent(steady),
          ],
        };
      }),
    notes: [
      {
        ko: '최대/평균은 가장 바쁜 서버가 평균의 몇 배를 맡았는지예요. 서버 3대에서 3배는 한 서버가 전부 맡은 거예요.',
        en: 'max/mean: how many times the mean the busiest server has; 3 of three servers is everything on one.',
      },
      {
        ko: '/24는 앞의 세 숫자가 같은 주소 256개예요.',
        en: 'A /24 is 256 addresses with the same first three numbers.',
      },
      {
        ko: '깨진 핸드셰이크와 찾은 메모리 세션은 평온한 하루의 비율이에요.',
        en: 'Handshakes and sessions are those of the quiet day.',
      },
      {
        ko: '핸드셰이크(handshake)는 연결을 맺는 요청들이고, Socket.IO처럼 4개예요.',
        en: 'A handshake is the requests that make a connection: four, as in Socket.IO.',
      },
    ],
  };
}

const strategyColumn = { id: 'strategy', title: { ko: '분산 방식', en: 'strategy' } };
