import { formatFigure, median, type Shown, type TableBlock } from '../../../src/kit/judge.ts';
import type { FailureArm, FailureData, OnFailure } from '../data.ts';
import type { params } from '../settings.ts';
import { failureWords } from '../words.ts';

export const failureShown: Shown<FailureData, typeof params> = {
  title: { ko: '실패하는 주문', en: 'An order that fails' },
  aim: {
    ko: '20건 가운데 하나는 언제나 실패하고(poison), 하나는 세 번째에 성공해요. 워커가 뭐라고 말하는지에 따라 어떻게 되는지 봐요.',
    en: 'Of 20 orders one always fails (poison), one works at the third attempt. What becomes of them, by what the worker says.',
  },
  predict: {
    prompt: {
      ko: '주문 20건 가운데 주문 7은 처리할 때마다 실패해요. 워커 하나가 실패한 주문을 nack으로 큐에 돌려보내요(requeue). 다른 주문은 어떻게 될까요?',
      en: 'Of 20 orders number 7 fails whenever it is worked on. One worker hands what failed back to the queue (nack, requeue). What becomes of the other orders?',
    },
    hints: {
      concept: {
        ko: '돌려보낸 메시지는 큐의 어디로 갈까요? 맨 뒤일까요, 원래 있던 곳일까요?',
        en: 'Where in the queue does what is handed back go: to the end, or to where it was?',
      },
      pointer: {
        ko: '배달 횟수와, 큐에 남은 주문의 수를 함께 보세요.',
        en: 'Look at the deliveries together with what is left in the queue.',
      },
    },
    choices: [
      {
        id: 'done',
        label: {
          ko: '먼저 처리되고, 주문 7은 맨 뒤에서 다시 해요',
          en: 'They are done first; 7 comes again at the end',
        },
        misconception: {
          ko: '돌려보낸 메시지는 될 수 있으면 원래 자리로 돌아가요(문서: Negative Acknowledgements). 맨 앞에 있던 것은 다시 맨 앞이에요.',
          en: 'What is requeued goes back to its place where it can (docs: Negative Acknowledgements): what was first is first again.',
        },
      },
      {
        id: 'given-up',
        label: {
          ko: '몇 번 해 본 뒤에 RabbitMQ가 주문 7을 포기해요',
          en: 'After some attempts RabbitMQ gives 7 up',
        },
        misconception: {
          ko: 'classic 큐는 몇 번 배달했는지 세지 않아요. 한도(delivery-limit)가 있는 것은 quorum 큐예요(문서: Quorum Queues).',
          en: 'A classic queue does not count deliveries. A limit is what quorum queues have (docs: Quorum Queues).',
        },
      },
      { id: 'stuck', label: { ko: '주문 7 뒤에서 계속 기다려요', en: 'They wait behind 7, for ever' } },
    ],
    answer(data) {
      const loop = armOf(data, 'requeue');
      if (!loop) return null;
      if (loop.dead > 0 || loop.lost > 0) return 'given-up';
      return loop.waiting > 1 ? 'stuck' : 'done';
    },
  },
  headline(data) {
    const [loop, retry] = [armOf(data, 'requeue'), armOf(data, 'retry')];
    const again = formatFigure(loop?.poisonDeliveries ?? 0, 'count');
    return {
      ko: `requeue: 한 건을 ${again}번 배달, ${loop?.waiting ?? 0}건은 대기. 재시도 큐: ${retry?.done ?? 0}건 처리, ${retry?.dead ?? 0}건 격리`,
      en: `requeue: one came ${again} times, ${loop?.waiting ?? 0} wait; retry queue: ${retry?.done ?? 0} done, ${retry?.dead ?? 0} dead`,
    };
  },
  show: (data) => [table(data)],
};

function armOf({ arms }: FailureData, onFailure: OnFailure): FailureArm | null {
  return arms.find((arm) => arm.onFailure === onFailure) ?? null;
}

function table(data: FailureData): TableBlock {
  const delay = median(armOf(data, 'retry')?.retryDelaysMs ?? []);
  const measured = delay === null ? { ko: '', en: '' } : delayText(delay);
  return {
    kind: 'table',
    id: 'failures',
    title: { ko: '실패한 주문에 대해 워커가 하는 말', en: 'What the worker says of an order that failed' },
    columns: [
      { id: 'says', title: { ko: '워커의 말', en: 'the worker' } },
      { id: 'done', title: { ko: '처리', en: 'done' }, unit: 'messages' },
      { id: 'deliveries', title: { ko: '배달', en: 'deliveries' }, unit: 'attempts' },
      { id: 'dead', title: { ko: '격리됨', en: 'dead letters' }, unit: 'messages' },
      { id: 'waiting', title: { ko: '큐에 남음', en: 'still waiting' }, unit: 'messages' },
      { id: 'lost', title: { ko: '유실', en: 'lost' }, unit: 'messages' },
    ],
    rows: data.arms.map((arm) => ({
      id: arm.onFailure,
      cells: [failureWords[arm.onFailure], arm.done, arm.deliveries, arm.dead, arm.waiting, arm.lost],
    })),
    notes: [
      {
        ko: `requeue는 끝이 없어서 배달 500번째에 멈췄어요. 재시도 큐는 x-message-ttl ${data.retryAfterMs} ms 뒤에 돌려보내고, ${data.mostAttempts}번 실패하면 격리해요.${measured.ko}`,
        en: `The requeue loop has no end and was stopped at delivery 500. The retry queue gives back after x-message-ttl ${data.retryAfterMs} ms, and ${data.mostAttempts} failures make a dead letter.${measured.en}`,
      },
    ],
  };
}

function delayText(ms: number) {
  const shown = formatFigure(ms);
  return {
    ko: ` 실제로는 ${shown} ms 뒤에 다시 왔어요(중앙값).`,
    en: ` It came again after ${shown} ms (median).`,
  };
}
