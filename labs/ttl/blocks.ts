// What a reader sees, act by act.
import type { Block, TableBlock, Text } from '../../src/lab-kit.ts';
import { ghostsTable } from './ghosts-table.ts';
import { lagBlocks } from './lag-blocks.ts';
import type { TtlData } from './run.ts';
import type { Scale } from './scale.ts';
import { silenceBlocks } from './silence-blocks.ts';
import { waysTable } from './ways-table.ts';
import { seconds } from './words.ts';

export function blocksOf({ scale, silence, lag, fourWays, ghosts }: TtlData): Block[] {
  return [
    timesTable(scale),
    ...silenceBlocks(silence, scale),
    ...(lag ? lagBlocks(lag) : []),
    waysTable(fourWays),
    ...(ghosts ? [ghostsTable(ghosts, scale)] : []),
  ];
}

function timesTable(scale: Scale): TableBlock {
  const row = (name: Text, hereMs: number) => [name, seconds(hereMs * scale.speed), hereMs];
  return {
    kind: 'table',
    title: { ko: `시간표: ${scale.speed}배 빠르게`, en: `Times: ${scale.speed} times faster` },
    columns: [
      { title: { ko: '무엇', en: 'what' } },
      { title: { ko: '실제', en: 'real' } },
      { title: { ko: '여기서는', en: 'here' }, unit: 'ms' },
    ],
    rows: [
      row({ ko: '위치 키의 TTL', en: 'TTL of a location key' }, scale.ttlMs),
      row({ ko: '휴대폰이 위치를 알리는 간격', en: 'a phone reports every' }, scale.refreshEveryMs),
      row(
        { ko: '워커(worker)가 청소하는 간격(3막)', en: 'the sweeper comes every (act 3)' },
        scale.sweepEveryMs,
      ),
      row({ ko: '접속 표시(presence)의 TTL(4막)', en: 'TTL of "online" (act 4)' }, scale.presenceTtlMs),
      row(
        { ko: '부지런한 하트비트(heartbeat, 4막)', en: 'prompt heartbeat (act 4)' },
        scale.promptHeartbeatMs,
      ),
      row({ ko: '느린 하트비트(4막)', en: 'slow heartbeat (act 4)' }, scale.slowHeartbeatMs),
    ],
    notes: [
      {
        ko: 'Redis가 스스로 하는 일은 빨라지지 않아요. 아래에서 "TTL이 끝난 뒤"로 잰 시간은 모두 진짜 시간이에요.',
        en: 'What Redis does by itself is not sped up: every time "after the TTL\'s end" below is real time.',
      },
    ],
  };
}
