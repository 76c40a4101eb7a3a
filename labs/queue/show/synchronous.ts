import {
  formatFigure,
  formatQuantity,
  Histogram,
  type Shown,
  type TableBlock,
} from '../../../src/kit/judge.ts';
import type { SynchronousData, WaitArm } from '../data.ts';
import { deathOf, medianWaitMs } from '../judge/figures.ts';
import type { params } from '../settings.ts';
import { deathWords, wayWords } from '../words.ts';

export const synchronousShown: Shown<SynchronousData, typeof params> = {
  title: { ko: '기다릴까, 맡길까', en: 'Wait, or hand over' },
  aim: {
    ko: '주문을 받는 쪽이 언제 응답하는지, 처리하던 프로그램을 죽이면 주문이 어디에 있는지 봐요.',
    en: 'When whoever takes an order replies, and where the order is when the program that works on it is killed.',
  },
  predict: {
    prompt: {
      ko: '워커가 주문을 큐에서 받자마자 확인(ack)하고, 그다음에 처리해요. 12건을 받아 4건을 처리했을 때 kill -9로 죽이고 새 워커를 띄우면 나머지 8건은 어떻게 될까요?',
      en: 'A worker acknowledges each order as it comes, and works on it then. It has 12, has done 4, is killed with -9, and another one starts. What becomes of the other 8?',
    },
    hints: {
      concept: {
        ko: 'RabbitMQ는 확인을 받으면 그 메시지를 어떻게 할까요?',
        en: 'What does RabbitMQ do with a message once it is acknowledged?',
      },
      pointer: {
        ko: '"확인부터 함" 줄과 "처리 뒤 확인" 줄의 유실을 비교해 보세요.',
        en: 'Compare what was lost in the rows "acks first" and "acks after work".',
      },
    },
    choices: [
      {
        id: 'kept',
        label: {
          ko: '큐에 있으니 새 워커가 처리해요',
          en: 'They are in the queue: the new worker does them',
        },
        misconception: {
          ko: '큐가 지켜 주는 것은 아직 확인받지 못한 메시지예요. 확인은 "이제 지워도 된다"는 뜻이에요.',
          en: 'A queue keeps what was not acknowledged yet. To acknowledge is to say that it may forget it.',
        },
      },
      {
        id: 'twice',
        label: { ko: '8건 모두 두 번 처리돼요', en: 'All 8 are done twice' },
        misconception: {
          ko: '두 번 처리되는 것은 처리한 뒤, 확인하기 전에 죽었을 때예요.',
          en: 'Done twice is what happens when it dies after the work and before the acknowledgement.',
        },
      },
      {
        id: 'lost',
        label: { ko: '사라져요. 아무도 처리하지 않아요', en: 'They are gone: nobody does them' },
      },
    ],
    answer(data) {
      const early = deathOf(data, 'acks-early');
      if (!early || early.unfinished === 0) return null;
      if (early.lost.count > 0) return 'lost';
      return early.duplicated.count > 0 ? 'twice' : 'kept';
    },
  },
  headline(data) {
    const [works, queued] = (['synchronous', 'queued'] as const).map((way) =>
      formatQuantity(medianWaitMs(data, way), 'ms'),
    );
    const early = deathOf(data, 'acks-early')?.lost.count ?? 0;
    return {
      ko: `응답까지 ${works} 대신 ${queued}, 확인부터 한 워커가 죽자 ${early}건 유실`,
      en: `reply after ${queued} instead of ${works}; a worker that acked first lost ${early}`,
    };
  },
  show: (data) => [deathTable(data), waitTable(data)],
};

export function deathTable(data: SynchronousData): TableBlock {
  return {
    kind: 'table',
    id: 'deaths',
    title: { ko: '처리하던 프로그램을 죽이면', en: 'Killed in the middle of an order' },
    columns: [
      { id: 'way', title: { ko: '방법', en: 'way' } },
      { id: 'accepted', title: { ko: '받은 주문', en: 'accepted' }, unit: 'messages' },
      { id: 'refused', title: { ko: '응답 없음', en: 'no reply' }, unit: 'messages' },
      { id: 'lost', title: { ko: '유실', en: 'lost' }, unit: 'messages' },
      { id: 'twice', title: { ko: '두 번 처리', en: 'done twice' }, unit: 'messages' },
      { id: 'redelivered', title: { ko: '다시 배달', en: 'redelivered' }, unit: 'messages' },
    ],
    rows: data.deaths.map((arm) => {
      const counted = deathOf(data, arm.death);
      return {
        id: arm.death,
        cells: [
          deathWords[arm.death],
          counted?.acknowledged ?? null,
          counted?.unknown ?? null,
          counted?.lost.count ?? null,
          counted?.duplicated.count ?? null,
          arm.redelivered,
        ],
      };
    }),
    notes: [
      {
        ko: '유실: 받았다고 응답했는데 처리되지 않은 주문이에요. 응답 없음: 손님이 실패를 알아서 다시 주문할 수 있어요.',
        en: 'lost: accepted and never done. no reply: the caller knows that it failed and can order again.',
      },
    ],
  };
}

function waitTable(data: SynchronousData): TableBlock {
  const perSecond = formatFigure(data.perSecond, 'count');
  return {
    kind: 'table',
    id: 'waits',
    title: { ko: '손님이 기다린 시간', en: 'What the caller waits' },
    columns: [
      { id: 'way', title: { ko: '방법', en: 'way' } },
      { id: 'orders', title: { ko: '주문', en: 'orders' }, unit: 'messages' },
      { id: 'p50', title: { ko: '응답 p50', en: 'reply p50' }, unit: 'ms' },
      { id: 'max', title: { ko: '가장 늦은 응답', en: 'slowest reply' }, unit: 'ms' },
      { id: 'all-done', title: { ko: '모두 처리', en: 'all done' }, unit: 'ms' },
    ],
    rows: data.waits.map((arm) => {
      const times = Histogram.fromJSON(arm.latency);
      const p50 = times.percentileOrNull(50);
      return {
        id: arm.way,
        cells: [
          wayWords[arm.way],
          times.count,
          p50 === null ? null : p50 / 1e6,
          times.count > 0 ? times.maxNs / 1e6 : null,
          meanDone(arm),
        ],
      };
    }),
    notes: [
      {
        ko: `초당 ${perSecond}건의 속도로 주문이 들어와요(열린 루프). 한 건의 처리에는 ${data.workMs} ms가 걸리고, 처리하는 쪽은 둘 다 한 번에 한 건씩 해요.`,
        en: `Orders come in at ${perSecond} a second (an open loop). The work on one takes ${data.workMs} ms, and in both there is one who works, on one order at a time.`,
      },
    ],
  };
}

function meanDone({ trials }: WaitArm): number | null {
  if (trials.length === 0) return null;
  return trials.reduce((sum, { allDoneMs }) => sum + allDoneMs, 0) / trials.length;
}
