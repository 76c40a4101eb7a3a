import {
  type Block,
  formatFigure,
  formatQuantity,
  type Prediction,
  type RowQuality,
  type Shown,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { DiskPrice, PriceData, WindowArm } from '../data.ts';
import { speedOf } from '../judge/streaming.ts';
import type { params } from '../settings.ts';
import { serverWords, systemWords } from '../words.ts';
import { away } from './away.ts';
import { meaning } from './matrix-tables.ts';

/** Asked of a system that every run can have. */
const asked = 'streams-everysec';
const [few, many] = [50, 900];

const predict: Prediction<PriceData, typeof params> = {
  prompt: {
    ko: 'Redis Streams(everysec)에 1,000건을 한 건씩 보내고, 그때마다 "저장했다"는 응답을 기다려요. 그동안 Redis는 fsync를 몇 번 부를까요?',
    en: '1,000 messages go to Redis Streams (everysec) one after the other, each awaited until Redis says yes. How often does Redis call fsync meanwhile?',
  },
  hints: {
    concept: {
      ko: '응답이 온 순간에 그 메시지는 메모리, 운영체제, 디스크 가운데 어디까지 갔을까요?',
      en: 'When the reply comes: has the message got to memory, to the operating system, or to the disk?',
    },
    pointer: {
      ko: '"메시지 하나가 남기는 것" 표에서 everysec 줄과 always 줄의 fsync를 비교해 보세요.',
      en: 'In the table "What a message leaves" compare the fsyncs of everysec and always.',
    },
  },
  choices: [
    {
      id: 'each',
      label: { ko: '1,000번쯤. 한 건에 한 번', en: 'About 1,000: one for each' },
      misconception: {
        ko: '건마다 부르는 것은 always예요. everysec은 응답을 먼저 하고 1초에 한 번쯤 불러요(문서: Persistence).',
        en: 'One for each is what always does. everysec replies first and calls it about once a second (docs: Persistence).',
      },
    },
    { id: 'some', label: { ko: '둘의 중간쯤', en: 'Somewhere between' } },
    { id: 'seldom', label: { ko: '50번보다 적게', en: 'Less than 50 times' } },
  ],
  offWhen: ({ systems }) =>
    systems.includes('all') || systems.includes(asked)
      ? null
      : { ko: '이번 설정에는 그 시스템이 없어요.', en: 'This run has no such system.' },
  answer({ disk }) {
    const syncs = disk.find(({ system }) => system === asked)?.syncsPer1000 ?? null;
    if (syncs === null) return null;
    if (syncs >= many) return 'each';
    return syncs < few ? 'seldom' : 'some';
  },
};

export const priceShown: Shown<PriceData, typeof params> = {
  title: { ko: '운영 비용', en: 'What it costs to run' },
  aim: {
    ko: '서버를 처음부터 띄워서 첫 메시지까지 걸린 시간, 가만히 있을 때 쓰는 것, 메시지 하나의 비용을 재요.',
    en: 'Servers from nothing: the time to the first message, what they take while idle, and what a message costs.',
  },
  predict,
  headline({ servers }) {
    const told = servers.filter(({ server }) => ['redis', 'rabbitmq', 'kafka'].includes(server));
    const list = (lang: 'ko' | 'en') =>
      told
        .map((one) => `${serverWords[one.server][lang]} ${formatQuantity(one.firstMessageMs, 'ms')}`)
        .join(', ');
    return { ko: `첫 메시지까지: ${list('ko')}`, en: `to the first message: ${list('en')}` };
  },
  show: (data) => [
    ...notes(data),
    serversTable(data),
    meaning(data.disk.map(({ system }) => system)),
    diskTable(data),
    windowsTable(data),
  ],
  quality: ({ windows }) => windows.map(qualityOf),
};

function notes({ missing, notCounted }: PriceData): Block[] {
  const uncounted = notCounted && {
    ko: `fsync는 세지 않았어요: ${notCounted.ko}`,
    en: `fsyncs were not counted: ${notCounted.en}`,
  };
  return [...away(missing), ...(uncounted ? [{ kind: 'note', text: uncounted } as const] : [])];
}

function serversTable({ servers }: PriceData): TableBlock {
  return {
    kind: 'table',
    id: 'servers',
    title: { ko: '아무도 쓰지 않을 때의 비용', en: 'Before anybody uses it' },
    columns: [
      { id: 'server', title: { ko: '서버', en: 'server' } },
      { id: 'first', title: { ko: '첫 메시지까지', en: 'to first message' }, unit: 'ms' },
      { id: 'memory', title: { ko: '메모리', en: 'memory' }, unit: 'bytes' },
      { id: 'cpu', title: { ko: '코어 하나 중', en: 'of one core' }, unit: 'percent' },
      { id: 'files', title: { ko: '열어 둔 파일', en: 'open files' }, unit: 'count' },
    ],
    rows: servers.map(({ server, firstMessageMs, memoryBytes, cpuShare, openFiles }) => ({
      id: server,
      cells: [
        serverWords[server],
        firstMessageMs,
        memoryBytes,
        cpuShare === null ? null : 100 * cpuShare,
        openFiles,
      ],
    })),
    notes: [
      {
        ko: '첫 메시지까지: 프로그램을 시작한 때부터 소비자에게 첫 메시지가 온 때까지예요. 나머지는 그 뒤에 아무것도 하지 않을 때의 값이에요.',
        en: 'to first message: from the start of the program until the first message has arrived. The others are of the time after that, with nothing to do.',
      },
    ],
  };
}

function diskTable({ disk, sizeBytes }: PriceData): TableBlock {
  const most = formatFigure(Math.max(0, ...disk.map(({ stored }) => stored)), 'messages');
  return {
    kind: 'table',
    id: 'disk',
    title: { ko: '메시지 하나가 남기는 것', en: 'What a message leaves' },
    columns: [
      { id: 'system', title: { ko: '시스템', en: 'system' } },
      { id: 'syncs', title: { ko: '1,000건당 fsync', en: 'fsyncs per 1,000' }, unit: 'count' },
      { id: 'bytes', title: { ko: '디스크', en: 'on disk' }, unit: 'bytes' },
    ],
    rows: disk.map(({ system, syncsPer1000, bytesPerMessage }: DiskPrice) => ({
      id: system,
      cells: [systemWords[system], syncsPer1000, bytesPerMessage],
    })),
    notes: [
      {
        ko: `fsync: 한 건씩 보내고 기다릴 때 서버가 성공한 fsync와 fdatasync예요. 디스크: ${sizeBytes}바이트 메시지 ${most}건이 늘린 공간을 한 건으로 나눴어요.`,
        en: `fsyncs: calls of fsync and fdatasync by the server that succeeded while each send was awaited. on disk: what ${most} messages of ${sizeBytes} bytes added, divided by their number.`,
      },
      ...(disk.some(({ system, syncsPer1000 }) => system === 'pubsub-sharded' && syncsPer1000 === null)
        ? [clusterUncounted]
        : []),
    ],
  };
}

const clusterUncounted: Text = {
  ko: '클러스터의 노드에서는 fsync를 세지 않았어요. 저장하지 않게 설정한 서버들이에요.',
  en: 'On the nodes of the cluster nobody counted fsyncs: they are set to persist nothing.',
};

const idOf = ({ system, window }: WindowArm) => `${system}-${window}`;

const armWords = ({ system, window }: WindowArm): Text => ({
  ko: `${systemWords[system].ko}, 기다리는 ${window}건`,
  en: `${systemWords[system].en}, ${window} under way`,
});

function qualityOf(arm: WindowArm): RowQuality {
  const { clientBusyShare, failed } = arm;
  return { row: idOf(arm), name: armWords(arm), clientBusyShare, ...(failed && { failed }) };
}

function windowsTable({ windows }: PriceData): TableBlock {
  return {
    kind: 'table',
    id: 'windows',
    title: { ko: '한 건씩 보내며 여러 건을 기다린 속도', en: 'One request each, many under way' },
    columns: [
      { id: 'system', title: { ko: '시스템', en: 'system' } },
      { id: 'window', title: { ko: '기다리는 것', en: 'under way' }, unit: 'messages' },
      { id: 'per-second', title: { ko: '초당 메시지', en: 'messages' }, unit: 'perSecond' },
      { id: 'p50', title: { ko: 'p50', en: 'p50' }, unit: 'ms' },
      { id: 'p99', title: { ko: 'p99', en: 'p99' }, unit: 'ms' },
    ],
    rows: windows.map((arm) => ({
      id: idOf(arm),
      cells: [systemWords[arm.system], arm.window, speedOf(arm), arm.p50Ms, arm.p99Ms],
    })),
    notes: [
      {
        ko: '닫힌 루프예요. 응답을 하나 받을 때마다 하나를 더 보내요. 보장이 다른 줄끼리는 순서를 매기지 않아요.',
        en: 'A closed loop: for each reply one more is sent. Rows of unequal guarantees are not ranked.',
      },
    ],
  };
}
