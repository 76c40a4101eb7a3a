import { expect, it } from 'vitest';
import { catalogue } from '../../../labs/index.ts';
import { armsIn, type TraceEvent } from '../../../src/core/trace.ts';
import { reportOf } from '../../../src/course/catalogue.ts';
import type { Report } from '../../../src/report/report.ts';
import { nameOfArm } from '../../../src/web/page/scene/names.ts';
import { keptRecord } from '../../labs/recorded.ts';
import { traceOf } from '../../replay/trace-of.ts';

const ranIn = (act: string, arm: string): TraceEvent => {
  return { kind: 'send', msg: '1', from: 'a', to: 'b', atUs: 0, seq: 0, act, arm };
};

/** What the page calls an arm of a run that was kept. */
async function named(lab: string, act: string, arm: string): Promise<string> {
  const entry = catalogue.find(({ id }) => id === lab);
  const loaded = (await entry?.load())?.default;
  if (!entry || !loaded) throw new Error(`no lab ${lab}`);
  const { header, events } = traceOf([ranIn(act, arm)], 1);
  const report: Report = reportOf(entry, loaded, keptRecord(lab), null);
  const arms = armsIn(events, loaded.arms ?? {});
  return nameOfArm(report, { ...header, arms }, { act, arm }).ko;
}

// By the row of a table, by its column and figure, by the lab.
it.each([
  ['pubsub', 'away', 'cut', '연결이 끊김'],
  ['queue', 'workers', 'prefetch-10', 'prefetch 10'],
  ['queue', 'routing', 'example-topic', 'topic'],
  ['delivery', 'matrix', 'pubsub offline', 'Redis Pub/Sub: 소비자 자리 비움'],
  ['delivery', 'matrix', 'kafka-all broker-killed', 'Kafka acks=all: 브로커 kill -9'],
  ['transports', 'servers', 'by-turns', '번갈아'],
  ['transports', 'servers', 'sticky long-poll', '스티키: 롱 폴링'],
  ['transports', 'tunnel', 'pause websocket-resume', '멈춤: WebSocket, 위치 전달'],
  ['sticky', 'in-the-path', 'paused', 'nginx를 멈춤'],
  ['pool-bench', 'stall', 'paced', '정한 속도로 보내는 호출자'],
  ['pubsub', 'slow', 'evicting', 'maxmemory가 있는 서버'],
  ['pubsub', 'slow', 'of a lab that names none', 'of a lab that names none'],
])('%s, %s: %s is called %s', async (lab, act, arm, name) => {
  expect(await named(lab, act, arm)).toBe(name);
});
