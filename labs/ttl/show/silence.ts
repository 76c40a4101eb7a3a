import {
  formatFigure,
  formatQuantity,
  Histogram,
  type HistogramJson,
  type Row,
  type Shown,
  type TableBlock,
  type Text,
  type TranscriptBlock,
} from '../../../src/kit/judge.ts';
import type { Departures, Example, SilenceData } from '../data.ts';
import { latestOf, percentileOf } from '../judge/censored.ts';
import { type Scale, scaleOf } from '../parts/scale.ts';
import type { params } from '../settings.ts';
import { groupWords, msCell, seconds } from '../words.ts';
import { clockJumped } from './clock-jumped.ts';
import { timesTable } from './times-table.ts';

export const silenceShown: Shown<SilenceData, typeof params> = {
  title: { ko: '침묵', en: 'Silence' },
  aim: {
    ko: '위치를 알리던 휴대폰이 조용해지면 언제부터 안 보이는지 봐요.',
    en: 'Phones report and fall silent: from when on are they not seen?',
  },
  headline: ({ reads: { goneAfter, seenAfter } }) => {
    const reads = formatFigure(goneAfter + seenAfter, 'count');
    return {
      ko: `TTL이 끝난 뒤 ${reads}번 읽어서 ${seenAfter === 0 ? '한 번도 안 보임' : `${seenAfter}번 보임`}`,
      en: `seen in ${seenAfter} of ${reads} reads after the TTL's end`,
    };
  },
  show: (silence, asked) => {
    const scale = scaleOf(asked);
    const { example } = silence;
    return [
      timesTable(scale),
      ...(example ? [exampleTranscript(example, scale)] : []),
      silenceTable(silence, scale),
    ];
  },
  warnings: ({ eventsRefused, clockJumpMs }) => [
    ...(eventsRefused === null
      ? []
      : [
          {
            ko: `expired 이벤트는 재지 못했어요. 서버가 허락하지 않아요: ${eventsRefused}`,
            en: `The expired events were not measured, the server does not let us: ${eventsRefused}`,
          },
        ]),
    ...clockJumped(clockJumpMs),
  ],
};

/** The life of two keys as commands and replies, with what was measured beside them. */
function exampleTranscript({ channel, place, read, unread }: Example, { ttlMs }: Scale): TranscriptBlock {
  const [phone, reader, subscriber] = ['phone', 'reader', 'subscriber'];
  const sends = (connection: string, line: string) => ({ connection, direction: 'sends' as const, line });
  const receives = (connection: string, line: string, comment?: Text) => ({
    connection,
    direction: 'receives' as const,
    line,
    ...(comment ? { comment } : {}),
  });
  const event = (key: string, comment: Text) => receives(subscriber, `message ${channel} "${key}"`, comment);
  const fromEnd = (ms: number): Text => {
    // A key lives through the millisecond in which it ends, and the end is known to a millisecond.
    if (Math.abs(ms) < 1) return { ko: 'TTL이 끝나는 바로 그 1 ms 안', en: "Within 1 ms of the TTL's end" };
    const figure = formatQuantity(Math.abs(ms), 'ms');
    return ms < 0
      ? { ko: `TTL이 끝나기 ${figure} 전`, en: `${figure} before the TTL's end` }
      : { ko: `TTL이 끝나고 ${figure} 뒤`, en: `${figure} after the TTL's end` };
  };
  const said = (ms: number, what: Text): Text => ({
    ko: `${fromEnd(ms).ko}. ${what.ko}`,
    en: `${fromEnd(ms).en}. ${what.en}`,
  });
  const set = (key: string) => `SET ${key} "${place}" PX ${Math.round(ttlMs)}`;
  return {
    kind: 'transcript',
    id: 'two-keys',
    title: { ko: '키 두 개의 일생', en: 'The life of two keys' },
    lines: [
      sends(phone, set(read.key)),
      receives(phone, 'OK', { ko: '마지막 보고', en: 'The last report.' }),
      sends(reader, `GET ${read.key}`),
      receives(reader, `"${place}"`, said(read.lastSeenMs, { ko: '아직 보여요.', en: 'Still seen.' })),
      sends(reader, `GET ${read.key}`),
      receives(reader, '(nil)', said(read.goneMs, { ko: '이제 안 보여요.', en: 'No longer.' })),
      event(
        read.key,
        said(read.eventMs, {
          ko: '그 읽기가 Redis에게 키를 지우게 했어요.',
          en: 'That read made Redis remove the key.',
        }),
      ),
      event(
        unread.key,
        said(unread.eventMs, { ko: '아무도 읽지 않은 키예요.', en: 'A key that nobody read.' }),
      ),
    ],
  };
}

function silenceTable(silence: SilenceData, scale: Scale): TableBlock {
  const { reads, lookEvery, clockErrorMs } = silence;
  const everyMs = formatQuantity(Histogram.fromJSON(lookEvery).percentile(50) / 1e6, 'ms');
  const error = formatQuantity(clockErrorMs, 'ms');
  return {
    kind: 'table',
    id: 'departures',
    title: { ko: '언제 안 보이고, 언제 지워지나', en: 'When out of sight, when removed' },
    columns: [
      { id: 'group', title: { ko: '사람', en: 'people' } },
      {
        id: 'out-of-sight',
        title: { ko: '마지막 보고 → 안 보임', en: 'last report → out of sight' },
        unit: 'ms',
      },
      { id: 'real-time', title: { ko: '실제로는', en: 'in real time' } },
      { id: 'after-end', title: { ko: 'TTL 끝 → 안 보임', en: 'TTL end → out of sight' }, unit: 'ms' },
      { id: 'event-p50', title: { ko: 'TTL 끝 → 이벤트 p50', en: 'TTL end → event p50' }, unit: 'ms' },
      { id: 'event-latest', title: { ko: '가장 늦은 이벤트', en: 'latest event' }, unit: 'ms' },
    ],
    rows: silence.groups.map((group) => silenceRow(group, scale.speed)),
    notes: [
      {
        ko: `모두 서버의 시계(TIME, PTTL)로 쟀어요. 같은 사람을 ${everyMs}마다 읽었으니 "안 보일 때까지"는 그만큼 거칠고, 이벤트의 시각은 ±${error}까지 알아요. 끝난 순간과 너무 가까워 판단할 수 없는 읽기 ${reads.tooClose}번은 세지 않았어요.`,
        en: `All by the server's clock (TIME, PTTL). Everybody was read every ${everyMs}, so "out of sight" is known to that; an event's time to ±${error}. ${reads.tooClose} reads were too close to the end to call and are not counted.`,
      },
      {
        ko: 'Redis는 키를 지울 때 expired를 보내요. 그래서 이벤트가 온 순간이 곧 키가 지워진 순간이에요.',
        en: 'Redis sends expired when it removes the key: the moment of the event is the moment of removal.',
      },
    ],
  };
}

const never: Text = { ko: '없음', en: 'never' };

function silenceRow({ group, goneAfterReport, goneAfterEnd, events }: Departures, speed: number): Row {
  const medianMs = (json: HistogramJson) =>
    json.count === 0 ? null : Histogram.fromJSON(json).percentile(50) / 1e6;
  const goneMs = medianMs(goneAfterReport);
  const cells = [
    groupWords[group],
    goneMs ?? (group === 'moving' ? never : null),
    goneMs === null ? null : seconds(goneMs * speed),
    medianMs(goneAfterEnd),
    msCell(events && percentileOf(events, 50)),
    msCell(events && latestOf(events)),
  ];
  return { id: group, cells };
}
