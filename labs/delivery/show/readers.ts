import {
  type Block,
  formatFigure,
  intervalText,
  type Prediction,
  type RowQuality,
  type Shown,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { FanWay, ReadersArm, ReadersData } from '../data.ts';
import { ratioOf } from '../judge/cells.ts';
import { speedOf } from '../judge/streaming.ts';
import type { params } from '../settings.ts';
import { fanWords } from '../words.ts';
import { away } from './away.ts';

/** The share of what a message takes for one reader that each further one adds. */
const [little, whole] = [0.1, 0.9];

const predict: Prediction<ReadersData, typeof params> = {
  prompt: {
    ko: '스트림 하나를 소비자 그룹 여럿이 읽어요. 모든 그룹이 모든 메시지를 받았고 아직 확인(XACK)하지 않았어요. 그룹이 하나 늘 때마다, 메시지 하나의 메모리는 그룹이 하나일 때에 비해 얼마나 더 들까요?',
    en: 'Several consumer groups read one stream. Each group has been handed every message, and nothing is acknowledged (XACK) yet. How much more memory does a message take for each further group, compared with what it takes for one?',
  },
  hints: {
    concept: {
      ko: '메시지는 몇 번 저장될까요? 그리고 누가 무엇을 아직 확인하지 않았는지는 어디에 적을까요?',
      en: 'How often is the message stored? And where is it written down who has not acknowledged what?',
    },
    pointer: {
      ko: 'Streams 줄에서 소비자가 한 명일 때와 가장 많을 때의 메모리를 비교해 보세요.',
      en: 'Compare the memory of the Streams rows with one reader and with most.',
    },
  },
  choices: [
    {
      id: 'nothing',
      label: { ko: '거의 늘지 않아요. 한 번만 저장하니까요', en: 'Next to nothing: it is stored once' },
      misconception: {
        ko: '메시지는 한 번만 저장해요. 하지만 확인하지 않은 메시지마다 그룹의 대기 목록(PEL)에 한 줄씩 적어요(문서: Streams).',
        en: 'The message is stored once, but every group keeps an entry for each that is not acknowledged (docs: Streams).',
      },
    },
    { id: 'part', label: { ko: '그룹이 하나일 때보다는 적게', en: 'Some, but less than for one group' } },
    {
      id: 'copy',
      label: { ko: '그룹이 하나일 때만큼 더', en: 'As much again as for one group' },
      misconception: {
        ko: '그룹마다 사본을 두지 않아요. 그룹이 적는 것은 어느 메시지를 누가 가져갔는지뿐이에요(문서: Streams).',
        en: 'A group has no copy. It writes down who was handed which message (docs: Streams).',
      },
    },
  ],
  offWhen: ({ readers }) =>
    readers.includes(1) && new Set(readers).size > 1
      ? null
      : {
          ko: '소비자가 하나일 때와 여럿일 때를 모두 재지는 않아요.',
          en: 'This run does not measure both one reader and several.',
        },
  answer({ arms }) {
    const [one, more] = [armsOf(arms, 'streams').at(0), perReader(arms, 'streams', 'memoryBytes')];
    if (!one?.memoryBytes || one.readers !== 1 || more === null) return null;
    const share = more / one.memoryBytes;
    if (share < little) return 'nothing';
    return share < whole ? 'part' : 'copy';
  },
};

export const readersShown: Shown<ReadersData, typeof params> = {
  title: { ko: '소비자가 하나 늘 때의 비용', en: 'What a further reader costs' },
  aim: {
    ko: '같은 메시지를 모두 읽는 소비자를 늘려요. 한 명이 받는 속도와, 메시지 하나가 차지하는 디스크를 봐요.',
    en: 'More and more readers each get everything: how fast each gets it, and what a message takes of the disk.',
  },
  predict,
  headline({ arms }) {
    const told = (['streams', 'rabbitmq', 'kafka'] as const).flatMap((way) => {
      const more = perReader(arms, way, 'diskBytes');
      return more === null ? [] : [{ name: fanWords[way], more: formatFigure(more, 'bytes') }];
    });
    if (told.length === 0)
      return { ko: '소비자 수가 하나뿐이라 비교하지 않음', en: 'one number of readers: nothing to compare' };
    const list = (lang: 'ko' | 'en') => told.map(({ name, more }) => `${name[lang]} ${more}`).join(', ');
    return {
      ko: `소비자가 하나 늘 때 메시지마다 디스크: ${list('ko')}`,
      en: `disk for each message and further reader: ${list('en')}`,
    };
  },
  show: (data): Block[] => [...away(data.missing), speeds(data), costs(data)],
  quality: ({ arms }) => arms.map(qualityOf),
};

function armsOf(arms: readonly ReadersArm[], way: FanWay): ReadersArm[] {
  return arms.filter((arm) => arm.way === way).toSorted((a, b) => a.readers - b.readers);
}

/** What each reader more adds to a message, between the fewest and the most; null where that was not measured. */
function perReader(arms: readonly ReadersArm[], way: FanWay, of: 'diskBytes' | 'memoryBytes'): number | null {
  const [few, many] = [armsOf(arms, way).at(0), armsOf(arms, way).at(-1)];
  const [less, more] = [few?.[of] ?? null, many?.[of] ?? null];
  if (!few || !many || less === null || more === null || many.readers === few.readers) return null;
  return Math.max(0, more - less) / (many.readers - few.readers);
}

const idOf = ({ way, readers }: ReadersArm) => `${way}-${readers}`;

function qualityOf(arm: ReadersArm): RowQuality {
  const { way, readers, clientBusyShare, failed } = arm;
  const name: Text = {
    ko: `${fanWords[way].ko}, 소비자 ${readers}명`,
    en: `${fanWords[way].en}, ${readers} readers`,
  };
  return { row: idOf(arm), name, clientBusyShare, ...(failed && { failed }) };
}

function speeds({ arms }: ReadersData): TableBlock {
  return {
    kind: 'table',
    id: 'readers',
    title: { ko: '모두가 모든 메시지를 받는 속도', en: 'Everybody gets everything: how fast' },
    columns: [
      { id: 'way', title: { ko: '방법', en: 'way' } },
      { id: 'readers', title: { ko: '소비자', en: 'readers' }, unit: 'persons' },
      { id: 'per-second', title: { ko: '한 명이 초당', en: 'each gets' }, unit: 'perSecond' },
      { id: 'ratio', title: { ko: '가장 적을 때 대비', en: 'against fewest' }, unit: 'ratio' },
      { id: 'interval', title: { ko: '95% 신뢰구간', en: '95 % interval' } },
    ],
    rows: arms.map((arm) => {
      const fewest = armsOf(arms, arm.way).at(0);
      const against = arm === fewest ? null : ratioOf(arm, fewest);
      return {
        id: idOf(arm),
        cells: [fanWords[arm.way], arm.readers, speedOf(arm), against?.ratio ?? null, intervalText(against)],
      };
    }),
    notes: [
      {
        ko: '보낸 때부터 모든 소비자가 다 받은 때까지 잰 속도예요. 소비자는 모두 한 프로세스에 있어요. 보장이 다른 줄끼리는 순서를 매기지 않아요.',
        en: 'From the first send until every reader has all. All readers are in one process. Rows of unequal guarantees are not ranked.',
      },
    ],
  };
}

function costs({ arms, kept, sizeBytes }: ReadersData): TableBlock {
  const all = formatFigure(kept, 'messages');
  return {
    kind: 'table',
    id: 'kept',
    title: {
      ko: '모두 받았고 아무도 확인하지 않은 메시지 하나',
      en: 'A message that all have and nobody acknowledged',
    },
    columns: [
      { id: 'way', title: { ko: '방법', en: 'way' } },
      { id: 'readers', title: { ko: '소비자', en: 'readers' }, unit: 'persons' },
      { id: 'disk', title: { ko: '디스크', en: 'on disk' }, unit: 'bytes' },
      { id: 'memory', title: { ko: '메모리', en: 'memory' }, unit: 'bytes' },
    ],
    rows: arms.map((arm) => ({
      id: `kept-${idOf(arm)}`, // Who was at its limit while it was timed says nothing here.
      cells: [fanWords[arm.way], arm.readers, arm.diskBytes, arm.memoryBytes],
    })),
    notes: [
      {
        ko: `${sizeBytes}바이트 메시지 ${all}건이 늘린 것을 한 건으로 나눴어요. 메모리는 MEMORY USAGE로 물어볼 수 있는 스트림에서만 재요. Redis는 AOF everysec이에요.`,
        en: `What ${all} messages of ${sizeBytes} bytes added, divided by their number. Memory only of streams, which MEMORY USAGE tells. Redis has its AOF on everysec.`,
      },
    ],
  };
}
