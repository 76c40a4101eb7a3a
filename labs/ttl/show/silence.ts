import {
  formatQuantity,
  Histogram,
  type HistogramJson,
  type Row,
  type Shown,
  type TableBlock,
  type Text,
  type TranscriptBlock,
} from '../../../src/kit/judge.ts';
import type { Departures, Example, Group, SilenceData } from '../data.ts';
import { type Figure, latestOf, percentileOf } from '../judge/censored.ts';
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
  predict: {
    prompt: {
      ko: '두 사람의 키가 같은 순간에 TTL이 끝나요. 한 사람의 키는 친구가 계속 읽고, 다른 사람의 키는 아무도 읽지 않아요. 만료를 알리는 expired 이벤트는 어느 쪽이 먼저 올까요?',
      en: "The TTLs of two people's keys end at the same moment. A friend keeps reading the one, nobody reads the other. Whose expired event, which tells of it, comes first?",
    },
    hints: {
      concept: {
        ko: '키의 시간이 다 됐다는 것을 Redis는 언제 알아차릴까요?',
        en: 'When does Redis notice that the time of a key is over?',
      },
      pointer: {
        ko: '누가 읽는 키와 아무도 읽지 않는 키의 이벤트 지연(lag)을 비교해 보세요.',
        en: 'Compare the lag of the event where somebody reads the key and where nobody does.',
      },
    },
    choices: [
      {
        id: 'same',
        label: { ko: '동시에 와요. TTL이 같으니까요', en: 'Both at the same time: the TTL is the same' },
        misconception: {
          ko: '이벤트는 TTL이 끝날 때가 아니라 Redis가 키를 지울 때 나가요(문서: Keyspace notifications). 읽는 순간에는 알아보고 지우지만, 아무도 읽지 않는 키는 순찰이 찾을 때까지 남아요.',
          en: 'The event goes out when Redis removes the key, not when the TTL ends (docs: Keyspace notifications). A read makes it notice and remove it; a key that nobody reads waits for the patrol.',
        },
      },
      { id: 'read-first', label: { ko: '계속 읽는 쪽', en: 'Of the one that is read' } },
      {
        id: 'unread-first',
        label: { ko: '아무도 안 읽는 쪽', en: 'Of the one that nobody reads' },
        misconception: {
          ko: '읽기는 TTL을 늘리지 않아요. 오히려 읽는 순간 Redis가 끝난 키를 알아보고 지워요.',
          en: 'A read does not prolong a TTL. On the contrary: it makes Redis notice that the key is over.',
        },
      },
    ],
    answer: ({ groups }) => {
      const [read, unread] = [eventsOf(groups, 'read'), eventsOf(groups, 'unread')];
      if (!read || !unread) return null;
      const times = unread.ms / read.ms;
      if (times > clearly) return 'read-first';
      if (times < 1 / clearly) return 'unread-first';
      return Math.max(times, 1 / times) < alike ? 'same' : null;
    },
  },
  headline: ({ groups }) => {
    const [read, unread] = [eventsOf(groups, 'read'), eventsOf(groups, 'unread')].map((figure) =>
      formatQuantity(figure?.ms ?? Number.NaN, 'ms'),
    );
    return {
      ko: `TTL 끝 → 이벤트: 계속 읽은 키 ${read}, 안 읽은 키 ${unread}`,
      en: `TTL's end to event: ${read} for keys that are read, ${unread} for the others`,
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

/** Twenty people a group are few: so many times later is later, so little is the same, and between them nothing is decided. */
const clearly = 3;
const alike = 1.5;

function eventsOf(groups: SilenceData['groups'], wanted: Group): Figure | null {
  const events = groups.find(({ group }) => group === wanted)?.events;
  return events ? percentileOf(events, 50) : null;
}

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
      event(read.key, said(read.eventMs, { ko: '계속 읽은 키예요.', en: 'The key that was read.' })),
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
        title: { ko: '보고 → 안 보임', en: 'last report → out of sight' },
        unit: 'ms',
      },
      { id: 'real-time', title: { ko: '실제로는', en: 'in real time' } },
      { id: 'after-end', title: { ko: 'TTL 끝 → 안 보임', en: 'TTL end → out of sight' }, unit: 'ms' },
      { id: 'event-p50', title: { ko: 'TTL 끝 → 이벤트 p50', en: 'TTL end → event p50' }, unit: 'ms' },
      { id: 'event-latest', title: { ko: '가장 늦은 이벤트', en: 'latest event' }, unit: 'ms' },
    ],
    rows: silence.groups.map((group) => silenceRow(group, scale)),
    notes: [
      {
        ko: `모두 서버의 시계(TIME, PTTL)로 쟀어요. 같은 사람을 ${everyMs}마다 읽었으니 시간은 길어야 그만큼 길게 나와요. 이벤트의 시각은 ±${error}까지 알아요. 끝난 순간과 너무 가까워 판단할 수 없는 읽기 ${reads.tooClose}번은 세지 않았어요.`,
        en: `All by the server's clock (TIME, PTTL). Everybody was read every ${everyMs}, so times are at most that much too long; an event's time is known to ±${error}. ${reads.tooClose} reads were too close to the end to call and are not counted.`,
      },
      {
        ko: 'Redis는 키를 지울 때 expired를 보내요(문서: Keyspace notifications). 그래서 이벤트가 온 순간을 키가 지워진 순간으로 봐요.',
        en: 'Redis sends expired when it removes the key (docs: Keyspace notifications): the moment of the event is taken for that of the removal.',
      },
    ],
  };
}

/** The TTL was sped up, what Redis took beyond it was not. */
export function inReality(goneMs: number, { ttlMs, speed }: Scale): Text {
  const [ttl, beyond] = [seconds(ttlMs * speed), formatQuantity(goneMs - ttlMs, 'ms')];
  return { ko: `${ttl.ko} + ${beyond}`, en: `${ttl.en} + ${beyond}` };
}

const never: Text = { ko: '없음', en: 'never' };

function silenceRow({ group, goneAfterReport, goneAfterEnd, events }: Departures, scale: Scale): Row {
  const medianMs = (json: HistogramJson) =>
    json.count === 0 ? null : Histogram.fromJSON(json).percentile(50) / 1e6;
  const goneMs = medianMs(goneAfterReport);
  const cells = [
    groupWords[group],
    goneMs ?? (group === 'moving' ? never : null),
    goneMs === null ? null : inReality(goneMs, scale),
    medianMs(goneAfterEnd),
    msCell(events && percentileOf(events, 50)),
    msCell(events && latestOf(events)),
  ];
  return { id: group, cells };
}
