import {
  formatFigure,
  Histogram,
  type Prediction,
  type Shown,
  type TableBlock,
} from '../../../src/kit/judge.ts';
import type { SessionsArm, SessionsData, Store } from '../data.ts';
import { percentOf } from '../parts/figures.ts';
import type { params } from '../settings.ts';
import { storeWords } from '../words.ts';

function foundPercent(data: SessionsData, store: Store): number | null {
  const arm = data.find((candidate) => candidate.store === store);
  return arm ? percentOf(arm.found, arm.requests) : null;
}

const predict: Prediction<SessionsData, typeof params> = {
  prompt: {
    ko: '서버 3대가 번갈아 요청을 받고, 저마다 자기 메모리에 장바구니를 둬요. 다시 온 사용자의 요청 가운데 얼마나 방금 담은 물건을 찾을까요?',
    en: 'Three servers take turns, and each keeps the baskets in its own memory. How many requests of users who come back find the thing that they put in last?',
  },
  hints: {
    concept: {
      ko: '요청에 실려 오는 것은 세션의 id예요. 내용은 어디에 있을까요?',
      en: 'What travels with a request is the id of a session. Where is its content?',
    },
    pointer: {
      ko: '세션을 찾은 비율과 서버의 수를 비교해 보세요.',
      en: 'Compare the share of sessions that were found with the number of servers.',
    },
  },
  choices: [
    {
      id: 'all',
      label: { ko: '모두. 세션은 사용자를 따라다녀요', en: 'All: a session follows its user' },
      misconception: {
        ko: '따라다니는 것은 세션의 id뿐이에요. 내용은 그것을 적은 서버의 메모리에 남아요.',
        en: 'Only the id of a session goes with its user. What is in it stays in the memory of the server that wrote it.',
      },
    },
    { id: 'a-third', label: { ko: '3분의 1쯤', en: 'About a third' } },
    {
      id: 'none',
      label: { ko: '하나도. 요청마다 서버가 바뀌니까요', en: 'None: every request is at another server' },
      misconception: {
        ko: '요청은 번갈아 가도 사용자는 아니에요. 다른 사용자의 요청이 사이에 끼면 우연히 같은 서버로 돌아와요.',
        en: 'Requests take turns, users do not: with those of others in between one comes back to the same server by chance.',
      },
    },
  ],
  answer(data) {
    const found = foundPercent(data, 'memory');
    if (found === null) return null;
    if (found > 90) return 'all';
    if (found > 20 && found < 50) return 'a-third';
    return found < 5 ? 'none' : null;
  },
};

export const sessionsShown: Shown<SessionsData, typeof params> = {
  title: { ko: '세션이 있는 곳', en: 'Where sessions are' },
  aim: {
    ko: '서버가 세션을 찾은 비율과, 찾는 데 든 시간을 함께 보세요.',
    en: 'Watch how often a server finds the session, and how long it takes to look.',
  },
  predict,
  headline(data) {
    const share = (store: Store) => formatFigure(foundPercent(data, store) ?? Number.NaN, 'percent');
    return {
      ko: `세션을 찾은 요청: 메모리 ${share('memory')}, Redis ${share('redis')}`,
      en: `sessions found: ${share('memory')} in memory, ${share('redis')} in Redis`,
    };
  },
  show: (data) => [sessionsTable(data)],
};

function sessionsTable(arms: SessionsData): TableBlock {
  return {
    kind: 'table',
    id: 'sessions',
    title: { ko: '서버 3대가 번갈아 받을 때의 세션', en: 'Sessions when three servers take turns' },
    columns: [
      { id: 'store', title: { ko: '세션이 있는 곳', en: 'sessions are in' } },
      { id: 'requests', title: { ko: '요청', en: 'requests' }, unit: 'attempts' },
      { id: 'found', title: { ko: '세션을 찾은 비율', en: 'session found' }, unit: 'percent' },
      { id: 'read-p50', title: { ko: '읽기 p50', en: 'read p50' }, unit: 'us' },
      { id: 'read-p99', title: { ko: '읽기 p99', en: 'read p99' }, unit: 'us' },
      { id: 'write-p50', title: { ko: '쓰기 p50', en: 'write p50' }, unit: 'us' },
    ],
    rows: arms.map(({ store, requests, found, read, write }) => ({
      id: store,
      cells: [
        storeWords[store],
        requests,
        percentOf(found, requests),
        percentileUs(read, 50),
        percentileUs(read, 99),
        percentileUs(write, 50),
      ],
    })),
    notes: [
      {
        ko: 'Redis의 읽기는 GET, 쓰기는 SET이에요. 저마다 이 컴퓨터 안의 왕복 한 번이에요.',
        en: 'With Redis a read is a GET and a write a SET: one round trip each, within this machine.',
      },
    ],
  };
}

function percentileUs(json: SessionsArm['read'], percentile: number): number | null {
  const ns = Histogram.fromJSON(json).percentileOrNull(percentile);
  return ns === null ? null : ns / 1e3;
}
