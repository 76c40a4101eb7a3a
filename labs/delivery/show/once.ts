import type { Block, Prediction, Shown, TableBlock } from '../../../src/kit/judge.ts';
import type { OnceArm, OnceData } from '../data.ts';
import type { params } from '../settings.ts';
import { onceWords } from '../words.ts';

const predict: Prediction<OnceData, typeof params> = {
  prompt: {
    ko: '워커가 결제마다 손님에게 메일을 보내고, 장부와 "처리한 번호"를 한 번에 저장한 다음 확인(ack)해요. 확인 직전에 세 번 죽고, 매번 새 워커가 이어받아요. 무엇이 두 번 일어날까요?',
    en: 'For each payment a worker mails the customer, then stores the booking and the id in one step, then acknowledges. Three times it dies before it can acknowledge, and a new one takes over. What happens twice?',
  },
  hints: {
    concept: {
      ko: '"처리한 번호"를 보고 건너뛸 수 있는 일은 무엇이고, 이미 저장소 밖으로 나간 일은 무엇일까요?',
      en: 'Which of the two can the stored id undo or skip, and which had left the store already?',
    },
    pointer: {
      ko: 'Redis가 번호를 기억하는 줄에서 "장부에 두 번"과 "밖에 두 번"을 비교해 보세요.',
      en: 'In the row where Redis remembers ids, compare "booked twice" with "told twice".',
    },
  },
  choices: [
    {
      id: 'nothing',
      label: { ko: '아무것도. 번호를 기억하니까요', en: 'Nothing: the ids are remembered' },
      misconception: {
        ko: '번호는 장부에 두 번 적는 것만 막아요. 메일은 번호를 확인하기 전에 이미 나갔어요.',
        en: 'The id only keeps the booking from being made twice. The mail had gone out before anybody looked at it.',
      },
    },
    { id: 'outside', label: { ko: '메일만 두 번', en: 'The mail, but not the booking' } },
    {
      id: 'both',
      label: { ko: '메일도, 장부도 두 번', en: 'The mail and the booking' },
      misconception: {
        ko: '장부와 번호를 한 번에 저장하면, 다시 온 결제는 번호를 보고 건너뛸 수 있어요.',
        en: 'Where the booking and the id are stored in one step, a payment that comes again is known by its id.',
      },
    },
  ],
  answer({ arms }) {
    const arm = arms.find(({ way }) => way === 'redis');
    if (!arm || arm.notBooked > 0) return null;
    if (arm.toldTwice === 0) return arm.bookedTwice === 0 ? 'nothing' : null;
    return arm.bookedTwice > 0 ? 'both' : 'outside';
  },
};

export const onceShown: Shown<OnceData, typeof params> = {
  title: { ko: '딱 한 번', en: 'Exactly once' },
  aim: {
    ko: '일을 마친 워커가 확인하기 전에 죽어요. 장부에는 몇 번 적히고, 밖에서는 몇 번 알게 될까요?',
    en: 'Workers die after their work and before they acknowledge. How often is it booked, and how often does the outside hear of it?',
  },
  predict,
  headline({ arms }) {
    const clean = arms.filter(({ bookedTwice, notBooked }) => bookedTwice + notBooked === 0);
    const quiet = arms.filter(({ toldTwice }) => toldTwice === 0);
    const outside =
      quiet.length === 0
        ? { ko: '밖에는 어느 방법이든 두 번 알림', en: 'the outside heard twice in every one' }
        : {
            ko: `밖에 한 번만 알린 것은 ${quiet.length}가지`,
            en: `the outside heard once in ${quiet.length}`,
          };
    return {
      ko: `${arms.length}가지 가운데 장부가 맞은 것은 ${clean.length}가지, ${outside.ko}`,
      en: `the books are right in ${clean.length} of ${arms.length}; ${outside.en}`,
    };
  },
  show: (data) => [...missing(data), table(data)],
};

function missing(data: OnceData): Block[] {
  return data.missing.map(({ way, skipped }) => ({
    kind: 'note',
    text: {
      ko: `${onceWords[way].ko}: ${skipped.ko}`,
      en: `${onceWords[way].en}: ${skipped.en}`,
    },
  }));
}

function table({ arms }: OnceData): TableBlock {
  return {
    kind: 'table',
    id: 'once',
    title: { ko: '죽은 워커와 결제', en: 'Payments whose worker died' },
    columns: [
      { id: 'way', title: { ko: '방법', en: 'way' } },
      { id: 'deliveries', title: { ko: '배달', en: 'deliveries' }, unit: 'messages' },
      { id: 'booked-twice', title: { ko: '장부에 두 번', en: 'booked twice' }, unit: 'messages' },
      { id: 'not-booked', title: { ko: '장부에 없음', en: 'not booked' }, unit: 'messages' },
      { id: 'told-twice', title: { ko: '밖에 두 번', en: 'told twice' }, unit: 'messages' },
      { id: 'uncommitted', title: { ko: '커밋 전 읽기', en: 'read uncommitted' }, unit: 'messages' },
    ],
    rows: arms.map((arm: OnceArm) => ({
      id: arm.way,
      cells: [
        onceWords[arm.way],
        arm.deliveries,
        arm.bookedTwice,
        arm.notBooked,
        arm.toldTwice,
        arm.uncommittedTwice,
      ],
    })),
    notes: [
      {
        ko: '밖에 두 번: 번호를 기억하지 않는 바깥(메일, 다른 회사의 API)이 같은 결제를 한 번 더 들은 횟수예요. 일의 맨 처음에 알려요.',
        en: 'told twice: how often somebody outside who keeps no ids (a mail, another company) heard of a payment once more. They are told first.',
      },
      {
        ko: 'Kafka 줄의 장부는 read_committed로 읽은 토픽이에요. "커밋 전 읽기"는 같은 토픽을 read_uncommitted로 읽은 소비자에게 두 번 보인 결제예요.',
        en: 'The books of Kafka are a topic as read with read_committed; "read uncommitted" is what a consumer of the same topic sees twice that does not ask for that.',
      },
    ],
  };
}
