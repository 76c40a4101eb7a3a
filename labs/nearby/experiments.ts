// What to break by hand: a pair of which one sees the other, subscriptions that nobody publishes to, a server that
// forgets who listened.
import type { Experiment, Look } from '../../src/kit/judge.ts';

const channels = {
  toAna: { ask: ['PUBSUB', 'NUMSUB', 'loc:ana'], read: subscribers },
  toBo: { ask: ['PUBSUB', 'NUMSUB', 'loc:bo'], read: subscribers },
  published: { ask: ['INFO', 'commandstats'], read: callsOfPublish },
} as const;
const friends = 400;

const figure = (look: Look | undefined, name: string) => Number(look?.figures[name] ?? Number.NaN);

/** Published between two looks at one server, at both of which nobody had subscribed to the channel. */
const unheard = (looks: readonly Look[], channel: 'toAna' | 'toBo') =>
  looks.some((look, index) => {
    const before = looks[index - 1];
    const nobody = figure(look, channel) === 0 && figure(before, channel) === 0;
    return (
      nobody && look.server === before?.server && figure(look, 'published') > figure(before, 'published')
    );
  });

export const experiments: readonly Experiment[] = [
  {
    id: 'one-sided',
    title: { ko: '한쪽만 보이는 친구', en: 'Friends of whom only one sees' },
    act: 'pair',
    on: 'redis',
    watch: channels,
    steps: [
      {
        task: { ko: '나중에 온 보가 아나를 구독해요', en: 'Bo comes later, and subscribes to Ana' },
        command: ({ client }) => `${client} SUBSCRIBE loc:ana`,
        expect: { ko: '"subscribe"와 1.', en: '"subscribe" and 1.' },
        done: ({ looks }) => looks.some((look) => figure(look, 'toAna') > 0),
      },
      {
        task: { ko: '보가 움직여요. 아나에게 보일까요?', en: 'Bo moves. Does Ana see it?' },
        command: ({ client }) => `${client} PUBLISH loc:bo 37.5665,126.9780`,
        expect: { ko: '0. 아나는 보를 구독하지 않았어요.', en: '0: Ana has not subscribed to Bo.' },
        done: ({ looks }) => unheard(looks, 'toBo'),
      },
      {
        task: { ko: '아나도 보를 구독해요', en: 'Let Ana subscribe to Bo, too' },
        command: ({ client }) => `${client} SUBSCRIBE loc:bo`,
        expect: {
          ko: '"subscribe"와 1. 다시 발행하면 1이 나와요.',
          en: '"subscribe" and 1. Publish again: 1.',
        },
        done: ({ looks }) => figure(looks.at(-1), 'toBo') > 0,
      },
    ],
    hints: {
      concept: {
        ko: '구독은 한 방향이에요. 서로 보려면 두 개가 있어야 해요.',
        en: 'A subscription has one direction. To see each other takes two.',
      },
      pointer: {
        ko: '두 채널을 각각 몇이 구독하고 있는지 서버에 물어보세요.',
        en: 'Ask the server how many have subscribed to each of the two channels.',
      },
      command: ({ client }) => `${client} PUBSUB NUMSUB loc:ana loc:bo`,
    },
    learned: {
      ko: '먼저 온 아나에게는 보가 왔다고 누군가 알려 줘야 해요. 그전까지 보의 위치는 어디에도 가지 않아요.',
      en: 'Somebody has to tell Ana, who came first, that Bo is here. Until then his position goes nowhere.',
    },
  },
  {
    id: 'idle-channels',
    title: { ko: `없는 친구 ${friends}명 구독하기`, en: `Subscribe to ${friends} friends who are away` },
    act: 'pair',
    on: 'redis',
    watch: { open: { ask: ['INFO', 'stats'], read: openChannels } },
    steps: [
      {
        task: { ko: `친구 ${friends}명의 채널을 모두 구독해요`, en: `Subscribe to all ${friends} channels` },
        command: ({ client }) => `${client} SUBSCRIBE $(seq -f loc:%g ${friends})`,
        expect: { ko: `마지막 줄에 ${friends}.`, en: `${friends} in the last line.` },
        done: ({ looks }) => figure(looks.at(-1), 'open') >= friends,
      },
      {
        task: { ko: '연결을 끊으면 몇 개가 남을까요?', en: 'Cut the connection: how many are left?' },
        command: ({ client }) => `${client} CLIENT KILL TYPE pubsub`,
        expect: { ko: '끊은 연결의 수.', en: 'How many connections were cut.' },
        done: ({ looks }) => figure(looks.at(-1), 'open') === 0,
      },
    ],
    hints: {
      concept: {
        ko: '채널은 따로 만들지 않아요. 구독하는 사람이 있는 동안에만 있어요.',
        en: 'A channel is not made: it is there as long as somebody has subscribed.',
      },
      pointer: {
        ko: '쉬는 채널이 메모리를 얼마나 쓰는지 앞뒤로 비교해 보세요.',
        en: 'Compare the memory before and after: that is what idle channels take.',
      },
      command: ({ client }) => `${client} INFO memory | grep used_memory:`,
    },
    learned: {
      ko: '아무도 발행하지 않아도 구독한 채널은 서버에 있어요. 연결이 끝나면 함께 사라져요.',
      en: 'The channels were on the server though nobody published, and went with the connection.',
    },
  },
  {
    id: 'forgotten',
    title: { ko: '구독을 잊어버리는 서버', en: 'A server that forgets who listened' },
    act: 'pair',
    on: 'redis',
    watch: channels,
    steps: [
      {
        task: { ko: '보가 아나를 구독해요', en: 'Bo subscribes to Ana' },
        command: ({ client }) => `${client} SUBSCRIBE loc:ana`,
        expect: { ko: '"subscribe"와 1.', en: '"subscribe" and 1.' },
        done: ({ looks }) => looks.some((look) => figure(look, 'toAna') > 0),
      },
      {
        task: { ko: 'Redis를 kill -9로 죽여요', en: 'Kill Redis with -9' },
        command: ({ pid }) => `kill -9 ${pid}`,
        expect: { ko: '듣던 터미널에 오류가 나와요.', en: 'The terminal that listened shows an error.' },
        done: ({ looks }) => looks.some(({ server }) => server === null),
      },
      {
        task: { ko: '여기서 r 키로 다시 켜요', en: 'Start it again: press r here' },
        command: null,
        expect: { ko: '다음 명령이 나와요.', en: 'The next command appears.' },
        done: ({ looks }) => {
          const last = looks.at(-1);
          return last !== undefined && last.server !== null && last.server !== looks[0]?.server;
        },
      },
      {
        task: { ko: '아나가 움직여요. 보에게 보일까요?', en: 'Ana moves. Does Bo see it?' },
        command: ({ client }) => `${client} PUBLISH loc:ana 37.5665,126.9780`,
        expect: { ko: '0.', en: '0.' },
        done: ({ looks }) => unheard(looks, 'toAna'),
      },
    ],
    hints: {
      concept: {
        ko: '구독은 연결에 딸려 있고, 연결은 서버 프로세스와 함께 끝나요.',
        en: 'A subscription belongs to a connection, and a connection ends with the process.',
      },
      pointer: {
        ko: '다시 켜진 서버에 남은 채널이 있는지 보세요.',
        en: 'See whether the new process has any channel.',
      },
      command: ({ client }) => `${client} PUBSUB CHANNELS`,
    },
    learned: {
      ko: '서버는 다시 켜졌지만 누가 듣고 있었는지는 몰라요. 클라이언트가 다시 구독해야 해요.',
      en: 'The server is back and does not know who listened. The clients have to subscribe again.',
    },
  },
];

function subscribers(reply: unknown): number {
  return Number((reply as unknown[])[1]);
}

function openChannels(reply: unknown): number {
  return Number(/^pubsub_channels:(\d+)/m.exec(String(reply))?.[1]);
}

function callsOfPublish(reply: unknown): number {
  return Number(/^cmdstat_publish:calls=(\d+)/m.exec(String(reply))?.[1] ?? 0);
}
