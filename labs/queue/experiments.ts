// What to break by hand: a worker with an order in its hands, an order that can never be done, RabbitMQ itself.
import type { Experiment, Seen } from '../../src/kit/judge.ts';

const order = (url: string, dish: string, workMs: number) =>
  `curl -d '{"dish":"${dish}","workMs":${workMs}}' ${url}/orders`;

const events = ({ events: all }: Pick<Seen, 'events'>, matches: (event: Seen['events'][number]) => boolean) =>
  all.filter(matches).length;
const taken = (seen: Pick<Seen, 'events'>, again = false) =>
  events(
    seen,
    (event) => event.kind === 'recv' && event.from === 'unacked' && (!again || (event.n ?? 1) > 1),
  );
const died = ({ events: all }: Seen, who: string) =>
  all.findIndex((event) => event.kind === 'state' && event.actor === who && event.state === 'dead');

export const experiments: readonly Experiment[] = [
  {
    id: 'kill-worker',
    title: { ko: '주문을 든 워커 죽이기', en: 'Kill a worker with an order in its hands' },
    act: 'synchronous',
    on: 'worker',
    steps: [
      {
        task: { ko: '1분 걸리는 요리를 주문해요', en: 'Order a dish that takes a minute' },
        command: ({ url }) => order(url, 'galbijjim', 60_000),
        expect: { ko: '주문 번호가 바로 와요.', en: 'The number of the order, at once.' },
        done: (seen) => taken(seen) > 0,
      },
      {
        task: { ko: '그 주문을 받은 워커를 죽여요', en: 'Kill the worker that has it' },
        command: ({ pid }) => `kill -9 ${pid}`,
        expect: { ko: '아무 말도 없어요.', en: 'Nothing at all.' },
        done: (seen) => died(seen, 'worker') >= 0,
      },
      {
        task: { ko: '여기서 r 키로 새 워커를 띄워요', en: 'Start a new one: press r here' },
        command: null,
        expect: { ko: '같은 주문이 다시 배달돼요.', en: 'The same order is delivered again.' },
        done: (seen) => taken(seen, true) > 0,
      },
    ],
    hints: {
      concept: {
        ko: '확인(ack)하지 않은 메시지는 아직 RabbitMQ의 것이에요.',
        en: 'What was not acknowledged still belongs to RabbitMQ.',
      },
      pointer: {
        ko: '워커가 죽은 뒤에 큐에 몇 건이 있는지 가게에 물어보세요.',
        en: 'Ask the shop how many lie in the queue when the worker is dead.',
      },
      command: ({ url }) => `curl ${url}/`,
    },
    learned: {
      ko: '연결이 끊기자 RabbitMQ가 주문을 큐로 돌려놓았어요. 워커가 처리를 마치고 죽었다면 두 번 요리했을 거예요.',
      en: 'When the connection ended RabbitMQ put the order back. Had the worker died after the work, it would be cooked twice.',
    },
  },
  {
    id: 'poison',
    title: { ko: '독이 든 주문', en: 'A poisonous order' },
    act: 'synchronous',
    on: 'shop',
    steps: [
      {
        task: { ko: '언제나 실패하는 요리를 주문해요', en: 'Order what nobody can cook' },
        command: ({ url }) => order(url, 'poison', 1),
        expect: { ko: '이것도 주문 번호가 와요. 가게는 몰라요.', en: 'A number, too: the shop cannot know.' },
        done: (seen) => events(seen, (event) => event.kind === 'drop' && event.why === 'refused') > 0,
      },
      {
        task: { ko: '어디로 갔는지 몇 번 물어봐요', en: 'Ask a few times where it is' },
        command: ({ url }) => `curl ${url}/`,
        expect: {
          ko: 'retry가 1이다가, 세 번 실패하면 dead가 1이 돼요.',
          en: 'retry is 1; after three failures dead is 1.',
        },
        done: (seen) => events(seen, (event) => event.kind === 'recv' && event.to === 'dead') > 0,
      },
    ],
    hints: {
      concept: {
        ko: '거절된 주문은 읽는 사람이 없는 큐에서 시간이 지나기를 기다려요.',
        en: 'What is rejected waits in a queue that nobody reads, until its time is up.',
      },
      pointer: {
        ko: '격리된 주문을 꺼내지 않고 볼 수 있어요.',
        en: 'Dead letters can be looked at where they are.',
      },
      command: ({ url }) => `curl ${url}/dead`,
    },
    learned: {
      ko: '독이 든 주문은 다른 주문을 막지 않고 옆으로 비켜났어요. 이제 누군가 데드 레터 큐를 봐야 해요.',
      en: 'It went aside and held nobody up. Now somebody has to look at the dead letter queue.',
    },
  },
  {
    id: 'kill-rabbitmq',
    title: { ko: 'RabbitMQ를 죽이고 주문 찾기', en: 'Kill RabbitMQ, look for the order' },
    act: 'synchronous',
    on: 'rabbitmq',
    steps: [
      {
        task: { ko: '1분 걸리는 요리를 주문해요', en: 'Order a dish that takes a minute' },
        command: (_, of) => order(of('shop').url, 'galbijjim', 60_000),
        expect: { ko: '주문 번호가 바로 와요.', en: 'The number of the order, at once.' },
        done: (seen) => taken(seen) > 0,
      },
      {
        task: { ko: 'RabbitMQ를 kill -9로 죽여요', en: 'Kill RabbitMQ with -9' },
        command: ({ pid }) => `kill -9 ${pid}`,
        expect: { ko: '아무 말도 없어요.', en: 'Nothing at all.' },
        done: (seen) => died(seen, 'rabbitmq') >= 0,
      },
      {
        task: { ko: '여기서 r 키로 다시 켜고 기다려요', en: 'Start it again: press r here, and wait' },
        command: null,
        expect: {
          ko: '몇 초 뒤에 같은 주문이 다시 배달돼요.',
          en: 'Some seconds later the same order is delivered again.',
        },
        done: (seen) => taken(seen, true) > 0,
      },
    ],
    hints: {
      concept: {
        ko: '가게는 RabbitMQ의 confirm을 받고 나서 손님에게 응답했어요.',
        en: 'The shop replied to its customer after the confirm of RabbitMQ.',
      },
      pointer: {
        ko: '큐에 durable이라고 적혀 있는지 RabbitMQ에 물어보세요.',
        en: 'Ask RabbitMQ whether the queue is durable.',
      },
      command: ({ client }) => `${client} -p shop list_queues name durable`,
    },
    learned: {
      ko: 'durable 큐의 persistent 메시지는 RabbitMQ가 죽었다 살아나도 있었어요. kill -9는 정전이 아니라는 것도 기억하세요.',
      en: 'A persistent message in a durable queue outlived RabbitMQ. Remember that kill -9 is no power cut.',
    },
  },
];
