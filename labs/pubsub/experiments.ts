// What to break by hand: the messages of a channel, the one delivery of a stream, the server itself.
import type { Experiment, Look, Seen } from '../../src/kit/judge.ts';

/** Everybody who listens to anything, and how often PUBLISH was called. */
const channel = {
  listeners: { ask: ['CLIENT', 'LIST', 'TYPE', 'pubsub'], read: linesIn },
  published: { ask: ['INFO', 'commandstats'], read: callsOfPublish },
} as const;

const listeners = ({ figures }: Look) => Number(figures.listeners ?? 0);

export const experiments: readonly Experiment[] = [
  {
    id: 'lose-three',
    title: { ko: '메시지 세 건 잃기', en: 'Lose three messages' },
    act: 'channel',
    on: 'redis',
    watch: channel,
    steps: [
      {
        task: { ko: '누군가 채널을 구독해요', en: 'Let somebody listen' },
        command: ({ client }) => `${client} SUBSCRIBE news`,
        expect: {
          ko: '"subscribe"와 1. 이 터미널은 계속 듣고 있어요.',
          en: '"subscribe" and 1. That terminal goes on listening.',
        },
        done: ({ looks }) => looks.some((look) => listeners(look) > 0),
      },
      {
        task: { ko: '그 사람의 연결을 끊어요', en: 'Cut their connection' },
        command: ({ client }) => `${client} CLIENT KILL TYPE pubsub`,
        expect: {
          ko: '끊은 연결의 수. 듣던 터미널에는 오류가 나와요.',
          en: 'How many were cut. The terminal that listened shows an error.',
        },
        done: ({ looks }) => looks.findLastIndex((look) => listeners(look) > 0) < looks.length - 1,
      },
      {
        task: { ko: '아무도 듣지 않을 때 세 건을 발행해요', en: 'Publish three while nobody listens' },
        command: ({ client }) => `${client} -r 3 PUBLISH news hello`,
        expect: {
          ko: '0이 세 번. 받은 연결이 하나도 없다는 뜻이에요.',
          en: '0, three times: no connection has got it.',
        },
        done: (seen) => lostIn(seen) >= 3,
      },
      {
        task: { ko: '다시 구독해서 세 건을 찾아봐요', en: 'Listen again, and look for the three' },
        command: ({ client }) => `${client} SUBSCRIBE news`,
        expect: { ko: '구독했다는 응답뿐이에요.', en: 'Only the answer to SUBSCRIBE.' },
        done: ({ looks }) => listeners(looks.at(-1) as Look) > 0,
      },
    ],
    hints: {
      concept: {
        ko: 'PUBLISH는 그 순간 구독 중인 연결에만 복사해요. 채널에는 보관함이 없어요.',
        en: 'PUBLISH copies to the connections that listen at that moment. A channel keeps nothing.',
      },
      pointer: {
        ko: '지금 몇 명이 듣고 있는지 서버에 물어보세요.',
        en: 'Ask the server how many listen just now.',
      },
      command: ({ client }) => `${client} PUBSUB NUMSUB news`,
    },
    learned: {
      ko: '세 건은 어디에도 없어요. 보낸 쪽이 알 수 있는 것은 PUBLISH가 돌려준 0뿐이에요.',
      en: 'The three are nowhere. All that the sender could know is the 0 that PUBLISH returned.',
    },
  },
  {
    id: 'duplicate',
    title: { ko: '같은 주문을 두 번 받기', en: 'Get one order twice' },
    act: 'channel',
    on: 'redis',
    watch: {
      stored: { ask: ['XLEN', 'orders'], read: Number },
      groups: { ask: ['XINFO', 'GROUPS', 'orders'], read: (reply) => (reply as unknown[]).length },
      deliveries: { ask: ['XPENDING', 'orders', 'cooks', '-', '+', '10'], read: mostDeliveries },
    },
    steps: [
      {
        task: { ko: '주문 하나를 스트림에 넣어요', en: 'Put one order into a stream' },
        command: ({ client }) => `${client} XADD orders '*' dish bibimbap`,
        expect: { ko: '주문의 id.', en: 'The id of the order.' },
        done: ({ looks }) => looks.some(({ figures }) => Number(figures.stored) > 0),
      },
      {
        task: { ko: '요리사들의 소비자 그룹을 만들어요', en: 'Make a consumer group of cooks' },
        command: ({ client }) => `${client} XGROUP CREATE orders cooks 0`,
        expect: { ko: 'OK.', en: 'OK.' },
        done: ({ looks }) => looks.some(({ figures }) => Number(figures.groups) > 0),
      },
      {
        task: {
          ko: '민수가 주문을 받고 확인(XACK) 전에 쓰러져요',
          en: 'Minsu takes it and drops out before XACK',
        },
        command: ({ client }) => `${client} XREADGROUP GROUP cooks minsu COUNT 1 STREAMS orders '>'`,
        expect: { ko: '비빔밥 주문.', en: 'The order of bibimbap.' },
        done: ({ looks }) => looks.some(({ figures }) => Number(figures.deliveries) >= 1),
      },
      {
        task: { ko: '지우가 남은 주문을 이어받아요', en: 'Jiwoo takes over what is left' },
        command: ({ client }) => `${client} XAUTOCLAIM orders cooks jiwoo 0 0`,
        expect: { ko: '같은 id의 같은 주문.', en: 'The same order, by the same id.' },
        done: ({ looks }) => looks.some(({ figures }) => Number(figures.deliveries) >= 2),
      },
    ],
    hints: {
      concept: {
        ko: '확인하지 않은 메시지는 대기 목록에 남고, 다른 소비자가 다시 받을 수 있어요.',
        en: 'What was not acknowledged stays pending, and another consumer may be given it again.',
      },
      pointer: {
        ko: '대기 목록의 마지막 숫자를 보세요. 몇 번 배달했는지 세는 숫자예요.',
        en: 'Look at the last number of the pending list: it counts the deliveries.',
      },
      command: ({ client }) => `${client} XPENDING orders cooks - + 10`,
    },
    learned: {
      ko: '민수가 요리를 마치고 확인만 못 했다면 비빔밥은 두 그릇이 나와요. 같은 id를 두 번 처리하지 않는 것은 받는 쪽의 일이에요.',
      en: 'Had Minsu cooked it and only not acknowledged it, there would be two. Not to do one id twice is up to the receiver.',
    },
  },
  {
    id: 'kill-redis',
    title: { ko: '서버를 죽이고 주문 찾기', en: 'Kill the server, look for the orders' },
    act: 'channel',
    on: 'redis',
    watch: { stored: { ask: ['XLEN', 'orders'], read: Number } },
    steps: [
      {
        task: { ko: '주문 세 건을 스트림에 넣어요', en: 'Put three orders into a stream' },
        command: ({ client }) => `${client} -r 3 XADD orders '*' dish bibimbap`,
        expect: { ko: 'id 세 개.', en: 'Three ids.' },
        done: ({ looks }) => looks.some(({ figures }) => Number(figures.stored) >= 3),
      },
      {
        task: { ko: '서버를 kill -9로 죽여요', en: 'Kill the server with -9' },
        command: ({ pid }) => `kill -9 ${pid}`,
        expect: { ko: '아무 말도 없어요.', en: 'Nothing at all.' },
        done: ({ looks }) => looks.some(({ server }) => server === null),
      },
      {
        task: { ko: '여기서 r 키로 다시 켜요', en: 'Start it again: press r here' },
        command: null,
        expect: {
          ko: '다시 켜진 서버의 orders는 비어 있어요.',
          en: 'The server is back, and orders is empty.',
        },
        done: ({ looks }) => {
          const [first] = looks;
          return looks.some(
            ({ server, figures }) => server && server !== first?.server && figures.stored === 0,
          );
        },
      },
    ],
    hints: {
      concept: {
        ko: '디스크에 남기는 설정(AOF, RDB)이 없으면 데이터는 프로세스의 메모리에만 있어요.',
        en: 'Without persistence (AOF, RDB) the data is in the memory of that process only.',
      },
      pointer: {
        ko: '이 서버가 디스크에 남기는지 설정을 보세요.',
        en: 'See by its settings whether this server writes to disk.',
      },
      command: ({ client }) => `${client} CONFIG GET appendonly`,
    },
    learned: {
      ko: '스트림도 프로세스와 함께 사라져요. 이 서버는 appendonly no였어요.',
      en: 'A stream goes with its process, too: this server ran with appendonly no.',
    },
  },
];

function linesIn(reply: unknown): number {
  return String(reply)
    .split('\n')
    .filter((line) => line.trim() !== '').length;
}

function callsOfPublish(reply: unknown): number {
  return Number(/^cmdstat_publish:calls=(\d+)/m.exec(String(reply))?.[1] ?? 0);
}

/** Of the pending messages the one that was handed out most often. */
function mostDeliveries(reply: unknown): number {
  const rows = reply as [id: string, consumer: string, idleMs: number, deliveries: number][];
  return Math.max(0, ...rows.map(([, , , deliveries]) => Number(deliveries)));
}

/** Published between two looks at which nobody listened to anything. */
function lostIn({ looks }: Seen): number {
  const calls = ({ figures }: Look) => Number(figures.published ?? 0);
  return looks.slice(1).reduce((lost, look, index) => {
    const before = looks[index] as Look;
    const nobody = listeners(before) === 0 && listeners(look) === 0;
    const served = before.server !== null && before.server === look.server;
    return nobody && served ? lost + calls(look) - calls(before) : lost;
  }, 0);
}
