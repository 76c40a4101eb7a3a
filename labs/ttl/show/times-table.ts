// The habits of the apps in this lab, in real time and in this run.
import type { Row, TableBlock, Text } from '../../../src/kit/judge.ts';
import type { Scale } from '../parts/scale.ts';
import { seconds } from '../words.ts';

export function timesTable(scale: Scale): TableBlock {
  const row = (id: string, name: Text, hereMs: number): Row => ({
    id,
    cells: [name, seconds(hereMs * scale.speed), hereMs],
  });
  return {
    kind: 'table',
    id: 'times',
    title: { ko: `시간 축소: ${scale.speed}배 빠르게`, en: `Times: ${scale.speed} times faster` },
    columns: [
      { id: 'what', title: { ko: '무엇', en: 'what' } },
      { id: 'real', title: { ko: '실제', en: 'real' } },
      { id: 'here', title: { ko: '여기서는', en: 'here' }, unit: 'ms' },
    ],
    rows: [
      row('location-ttl', { ko: '위치 키의 TTL', en: 'TTL of a location key' }, scale.ttlMs),
      row('report-every', { ko: '위치 보고 간격', en: 'a phone reports every' }, scale.refreshEveryMs),
      row('sweep-every', { ko: '워커의 청소 간격', en: 'the sweeper comes every' }, scale.sweepEveryMs),
      row('presence-ttl', { ko: '접속 표시의 TTL', en: 'TTL of "online"' }, scale.presenceTtlMs),
      row('prompt-heartbeat', { ko: '부지런한 하트비트', en: 'prompt heartbeat' }, scale.promptHeartbeatMs),
      row('slow-heartbeat', { ko: '느린 하트비트', en: 'slow heartbeat' }, scale.slowHeartbeatMs),
    ],
    notes: [
      {
        ko: 'Redis가 스스로 하는 일은 빨라지지 않아요. 아래에서 "TTL이 끝난 뒤"로 잰 시간은 모두 진짜 시간이에요.',
        en: 'What Redis does by itself is not sped up: every time "after the TTL\'s end" below is real time.',
      },
    ],
  };
}
