// What a reader sees of each act.
import { type Block, Histogram, type TableBlock } from '../../src/lab-kit.ts';
import { handshakesTable, inThePathBlocks, refusalTranscript, webSocketsTable } from './live/blocks.ts';
import { matrixBlocks, modelBlocks } from './model-blocks.ts';
import { percentOf } from './percent.ts';
import type { ActsData } from './run.ts';
import type { SessionsData } from './sessions.ts';
import { storeWords } from './words.ts';

export function blocksOf(data: ActsData, withMatrix: boolean): Block[] {
  return [
    ...modelBlocks(data.model),
    sessionsTable(data.sessions),
    ...(data.webSockets ? [webSocketsTable(data.webSockets)] : []),
    ...(data.firstRefusal.length > 0 ? [refusalTranscript(data.firstRefusal)] : []),
    ...(data.handshakes.length > 0 ? [handshakesTable(data.handshakes)] : []),
    ...(data.inThePath ? inThePathBlocks(data.inThePath) : []),
    ...(withMatrix ? matrixBlocks(data.model) : []),
  ];
}

function sessionsTable(arms: SessionsData): TableBlock {
  const us = (json: SessionsData[number]['read'], p: number) => {
    const ns = Histogram.fromJSON(json).percentileOrNull(p);
    return ns === null ? null : ns / 1e3;
  };
  return {
    kind: 'table',
    title: {
      ko: '2막  서버 3대가 번갈아 받을 때의 세션',
      en: 'Act 2  Sessions when three servers take turns',
    },
    columns: [
      { title: { ko: '세션이 있는 곳', en: 'sessions are in' } },
      { title: { ko: '요청', en: 'requests' }, unit: 'count' },
      { title: { ko: '세션을 찾음', en: 'session found' }, unit: 'percent' },
      { title: { ko: '읽기 p50', en: 'read p50' }, unit: 'us' },
      { title: { ko: '읽기 p99', en: 'read p99' }, unit: 'us' },
      { title: { ko: '쓰기 p50', en: 'write p50' }, unit: 'us' },
    ],
    rows: arms.map(({ store, requests, found, read, write }) => [
      storeWords[store],
      requests,
      percentOf(found, requests),
      us(read, 50),
      us(read, 99),
      us(write, 50),
    ]),
    notes: [
      {
        ko: 'Redis의 읽기는 GET, 쓰기는 SET이에요. 하나마다 왕복 한 번이고, 이 컴퓨터 안의 왕복이에요.',
        en: 'With Redis a read is a GET and a write a SET: one round trip each, within this machine.',
      },
    ],
  };
}
