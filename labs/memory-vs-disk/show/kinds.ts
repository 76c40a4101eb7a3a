import {
  formatFigure,
  formatQuantity,
  Histogram,
  type Shown,
  same,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { KindArm, KindsData, Work } from '../data.ts';
import { armOf, callersOf, cellOf, type Rival, ratioOf, rivals, tens, works } from '../parts/cells.ts';
import type { params } from '../settings.ts';
import { cellWords, intervalText, nothingMeasured, ratioText, systemWords, workWords } from '../words.ts';

const rowId = (arm: KindArm) => `${arm.system}-${arm.work}-${arm.callers}`;
const callersText = (callers: number): Text => ({ ko: `호출자 ${callers}명`, en: `callers: ${callers}` });

export const kindsShown: Shown<KindsData, typeof params> = {
  title: { ko: '같은 작업, 세 저장소', en: 'The same work' },
  aim: {
    ko: '같은 키를 Redis, PostgreSQL, SQLite에서 읽고 써 봐요. 몇 배인지 작업마다 봐요.',
    en: 'The same keys are read and written on Redis, PostgreSQL and SQLite: what is the factor for each kind of work?',
  },
  predict: {
    prompt: {
      ko: '키 하나를 읽어요. 데이터는 모두의 메모리에 들어가고 호출자는 1명이에요. Redis는 PostgreSQL보다 몇 배 빠를까요?',
      en: 'One caller reads one key. The data fits into the memory of all of them. How many times faster is Redis than PostgreSQL?',
    },
    hints: {
      concept: {
        ko: 'PostgreSQL도 방금 읽은 것을 버리지 않아요. 그러면 시간은 어디에서 쓰일까요?',
        en: 'PostgreSQL does not throw away what it has just read. Where does the time go, then?',
      },
      pointer: {
        ko: '"읽기" 표에서 두 줄의 p50을 비교해 보세요.',
        en: 'Compare the p50 of both rows in the table of the get.',
      },
    },
    choices: [
      { id: 'few', label: { ko: '10배까지는 아니에요', en: 'Less than 10 times' } },
      {
        id: 'tens',
        label: { ko: '수십 배예요', en: 'Tens of times' },
        misconception: {
          ko: '디스크를 읽지 않으면 남는 것은 왕복 시간과 쿼리 처리예요. 자세히 보기의 표에서 p50을 비교해 보세요.',
          en: 'Where no disk is read, what is left is the round trip and the query: compare the p50.',
        },
      },
      {
        id: 'hundreds',
        label: { ko: '수백 배예요', en: 'Hundreds of times' },
        misconception: {
          ko: '메모리와 디스크의 차이는 그만큼 커요. 하지만 이 읽기는 디스크까지 가지 않아요.',
          en: 'So far apart are memory and disk; but this read does not go to the disk.',
        },
      },
    ],
    answer: (data) => {
      const interval = cellOf(data, 'postgres-on', 'get', 1)?.ratio.interval;
      if (!interval) return null;
      if (interval.high < tens) return 'few';
      if (interval.low >= tens * 10) return 'hundreds';
      return interval.low >= tens && interval.high < tens * 10 ? 'tens' : null;
    },
  },
  headline: (data) => {
    const told = (['get', 'set'] as const).flatMap((work) => {
      const cell = cellOf(data, 'postgres-on', work, 1);
      return cell ? [{ work: workWords[work], ratio: ratioText(cell.ratio) }] : [];
    });
    if (told.length === 0) return nothingMeasured;
    return {
      ko: `PostgreSQL(on)의 p50은 Redis의 몇 배: ${told.map(({ work, ratio }) => `${work.ko} ${ratio.ko}`).join(', ')}`,
      en: `p50 of PostgreSQL (on) / Redis: ${told.map(({ work, ratio }) => `${work.en} ${ratio.en}`).join(', ')}`,
    };
  },
  show: (data) =>
    callersOf(data).flatMap((callers) =>
      works.map((work) => tableOf(data, work, callers)).filter(({ rows }) => rows.length > 0),
    ),
  quality: ({ arms }) =>
    arms.map((arm) => ({
      row: rowId(arm),
      name: nameOf(arm),
      ...(arm.clientBusyShare === null ? {} : { clientBusyShare: arm.clientBusyShare }),
      ...(arm.operations > 0 && arm.failed === undefined
        ? { littleDeviation: arm.latency.sum / 1e6 / arm.elapsedMs / arm.callers - 1 }
        : {}),
      ...(arm.failed ? { failed: arm.failed } : {}),
    })),
  warnings: ({ disk, leftOut, redisIsPrivate, postgresIsPrivate }) => [
    ...(disk.isMemory ? [noDisk] : []),
    ...(redisIsPrivate && postgresIsPrivate ? [] : [ownSettings]),
    ...leftOut.map(({ system, why }) => ({
      ko: `${systemWords[system].ko}: 재지 않았어요. ${why.ko}`,
      en: `${systemWords[system].en} was not measured: ${why.en}`,
    })),
  ],
};

const nameOf = ({ system, work, callers }: KindArm): Text => ({
  ko: `${systemWords[system].ko}, ${workWords[work].ko}, ${callersText(callers).ko}`,
  en: `${systemWords[system].en}, ${workWords[work].en}, ${callersText(callers).en}`,
});

const noDisk: Text = {
  ko: '임시 폴더가 디스크가 아니라 메모리(tmpfs)예요. 디스크를 기다리는 줄은 믿지 마세요. TMPDIR로 디스크의 폴더를 알려 주세요.',
  en: 'The temp folder is memory (tmpfs), no disk: rows that wait for the disk mean nothing. Point TMPDIR to a folder on a disk.',
};
const ownSettings: Text = {
  ko: '내 서버에서 쟀어요. 저장과 캐시 설정은 그 서버의 것이에요.',
  en: 'Measured on your own server: how it persists and caches is up to its settings.',
};

function tableOf(data: KindsData, work: Work, callers: number): TableBlock {
  const arms = data.arms.filter((arm) => arm.work === work && arm.callers === callers);
  const redis = armOf(data, 'redis', work, callers);
  return {
    kind: 'table',
    id: `${work}-${callers}`,
    title: {
      ko: `${workWords[work].ko}, ${callersText(callers).ko}`,
      en: `${workWords[work].en}, ${callersText(callers).en}`,
    },
    columns: [
      { id: 'system', title: { ko: '저장소', en: 'store' } },
      { id: 'p50', title: same('p50'), unit: 'ms' },
      { id: 'p99', title: same('p99'), unit: 'ms' },
      { id: 'throughput', title: { ko: '처리량', en: 'done' }, unit: 'perSecond' },
      { id: 'interval', title: { ko: 'Redis가 몇 배', en: 'Redis, times' } },
      { id: 'verdict', title: { ko: '"수십 배"', en: '"tens of times"' } },
    ],
    rows: arms.map((arm) => {
      const latency = Histogram.fromJSON(arm.latency);
      const ms = (p: number) => {
        const ns = latency.percentileOrNull(p);
        return ns === null ? null : ns / 1e6;
      };
      const isRival = (rivals as readonly string[]).includes(arm.system);
      const cell = isRival ? cellOf(data, arm.system as Rival, work, callers) : null;
      return {
        id: rowId(arm),
        cells: [
          systemWords[arm.system],
          ms(50),
          ms(99),
          arm.operations > 0 ? (arm.operations / arm.elapsedMs) * 1e3 : null,
          arm.system === 'redis' ? null : intervalText(ratioOf(redis, arm)),
          cell ? cellWords[cell.verdict] : null,
        ],
      };
    }),
    notes: notesOf(data, work, callers),
  };
}

function notesOf(data: KindsData, work: Work, callers: number): Text[] {
  if (callers > 1)
    return [
      {
        ko: 'SQLite는 우리 스레드에서 한 번에 호출 하나를 처리해요. 호출자가 늘어도 줄만 길어져서 재지 않았어요.',
        en: 'SQLite takes one call at a time, in our own thread: more callers would only stand in line, so they were not measured.',
      },
    ];
  if (work === 'range')
    return [
      {
        ko: 'Redis에는 키의 순서가 없어요. 범위를 읽으려고 같은 값을 정렬된 집합에 한 번 더 넣었어요.',
        en: 'Redis keeps no order of keys: for ranges the same values lie once more in a sorted set.',
      },
    ];
  if (work === 'set')
    return [
      {
        ko: `off, OFF, everysec: 디스크를 기다리지 않고 OK. on, FULL, always: 디스크에 쓰인 뒤에 OK. 이 디스크의 fsync 한 번은 ${formatQuantity(data.disk.fsyncMs, 'ms')}.`,
        en: `off, OFF, everysec: OK without waiting for the disk. on, FULL, always: OK once the disk has it. One fsync here takes ${formatQuantity(data.disk.fsyncMs, 'ms')}.`,
      },
      {
        ko: 'PostgreSQL의 off는 synchronous_commit이에요. fsync는 켜 둬서 파일이 망가지지는 않아요(문서: synchronous_commit).',
        en: 'Off is synchronous_commit of PostgreSQL; fsync stays on, so its files are never damaged (docs: synchronous_commit).',
      },
    ];
  if (work === 'get')
    return [
      {
        ko: `Redis ${data.versions.redis ?? '–'}, PostgreSQL ${data.versions.postgres ?? '–'}, SQLite ${data.versions.sqlite ?? '–'}. 키 ${formatFigure(data.keys, 'count')}개, 값은 100자. "Redis가 몇 배": 시행마다 그 줄의 p50을 Redis의 p50으로 나눈 것의 95% 신뢰구간.`,
        en: `Redis ${data.versions.redis ?? '–'}, PostgreSQL ${data.versions.postgres ?? '–'}, SQLite ${data.versions.sqlite ?? '–'}; ${formatFigure(data.keys, 'count')} keys with values of 100 characters. "Redis, times": in each trial the p50 of the row over that of Redis, a 95% interval.`,
      },
      {
        ko: 'Redis와 PostgreSQL은 소켓 너머에 있고, SQLite는 우리 프로세스 안에 있어요. 닫힌 루프: 응답을 받은 뒤에 다음 것을 보내요.',
        en: 'Redis and PostgreSQL are behind a socket, SQLite is in our own process. A closed loop: the next one goes out after the reply.',
      },
    ];
  return [];
}
