// What to break by hand: a server with somebody on it, the answer that a client waits for, a listener on Pub/Sub alone.
import type { Experiment, Look, Seen } from '../../src/kit/judge.ts';

/** kim and lee are in it, one on each server. */
const room = 'lobby';
const channel = `'chat:{${room}}'`;

const figure = (look: Look | undefined, name: string) => Number(look?.figures[name] ?? Number.NaN);

const join = (url: string, name: string, id = '') =>
  `redis-lab chat join --url ${url} --room ${room} --name ${name}${id}`;
const say = (...[url, name, id]: Parameters<typeof join>) => `echo hello | ${join(url, name, id)}`;

/** Nobody comes and goes by the clock alone: what changed was done by somebody. */
const tries = ({ looks, events }: Seen) => looks.length + events.length;

/** Of all that a server took from its people: what was new, and what it knew already. */
const saidAs = (result: string) => ({
  of: 'server-1',
  ask: ['/metrics'],
  read: (reply: unknown) =>
    Number(new RegExp(`^chat_said_total\\{result="${result}"\\} (\\d+)`, 'm').exec(String(reply))?.[1] ?? 0),
});

export const experiments: readonly Experiment[] = [
  {
    id: 'ghost',
    title: { ko: '서버를 죽여 유령 만들기', en: 'Kill a server and make a ghost' },
    act: 'way',
    on: 'server-2',
    watch: { minsu: { ask: ['HEXISTS', `chat:{${room}}:users`, 'minsu'], read: Number } },
    tries,
    steps: [
      {
        task: { ko: '민수가 2번 서버로 들어와요', en: 'Minsu comes in by server 2' },
        command: ({ url }) => join(url, 'minsu'),
        expect: {
          ko: '지금 방에 있는 사람: kim, lee, minsu. 이 터미널은 그대로 둬요.',
          en: 'Who is here: kim, lee, minsu. Leave that terminal as it is.',
        },
        done: ({ looks }) => looks.some((look) => figure(look, 'minsu') === 1),
      },
      {
        task: { ko: '다른 터미널에서 2번 서버를 죽여요', en: 'From another terminal kill server 2' },
        command: ({ pid }) => `kill -9 ${pid}`,
        expect: {
          ko: '민수의 터미널에 연결이 끊겼다고 나와요.',
          en: "Minsu's terminal says that the connection is lost.",
        },
        done: ({ events }) =>
          events.some(
            (event) => event.kind === 'state' && event.actor === 'server-2' && event.state === 'dead',
          ),
      },
      {
        task: { ko: '1번 서버에서 유령이 사라지기를 기다려요', en: 'At server 1 wait for the ghost to go' },
        command: (_, of) => join(of('server-1').url, 'jiwoo'),
        expect: {
          ko: '목록에 minsu가 있다가, 10초 안에 나갔다고 나와요.',
          en: 'minsu is on the list, and within 10 s it says that minsu left.',
        },
        done: ({ looks }) => figure(looks.at(-1), 'minsu') === 0,
      },
    ],
    hints: {
      concept: {
        ko: '서버마다 Redis에 임대(lease)를 두고 계속 갱신해요. 죽은 서버는 갱신하지 못해요.',
        en: 'Each server holds a lease in Redis and keeps renewing it. A dead one does not.',
      },
      pointer: {
        ko: '임대가 언제까지인지, 그동안 목록에 누가 있는지 Redis에 물어보세요.',
        en: 'Ask Redis until when the leases run, and who is on the list meanwhile.',
      },
      command: (_, of) => `${of('redis').client} ZRANGE chat:servers 0 -1 WITHSCORES`,
    },
    learned: {
      ko: '죽은 서버는 아무도 목록에서 빼 주지 않았어요. 임대가 끝나자 다른 서버가 대신 치웠고요.',
      en: 'The dead server took nobody off the list. When its lease had run out, the other one did.',
    },
  },
  {
    id: 'said-twice',
    title: { ko: '같은 말을 두 번 보내기', en: 'Say the same thing twice' },
    act: 'way',
    on: 'server-1',
    watch: { taken: saidAs('taken'), known: saidAs('known') },
    tries,
    steps: [
      {
        task: { ko: '메시지에 m-7이라는 id를 붙여 보내요', en: 'Say something under the id m-7' },
        command: ({ url }) => say(url, 'minsu', ' --id m-7'),
        expect: { ko: '저장된 번호.', en: 'The number under which it is kept.' },
        done: ({ looks }) => newlyTaken(looks) >= 1,
      },
      {
        task: {
          ko: '응답을 못 들은 것처럼 같은 id로 다시 보내요',
          en: 'Send it again, as if you had heard no answer',
        },
        command: ({ url }) => say(url, 'minsu', ' --id m-7'),
        expect: {
          ko: '이미 저장된 메시지라고 나와요. 번호도 같아요.',
          en: 'Known already: the same number.',
        },
        done: ({ looks }) => figure(looks.at(-1), 'known') > figure(looks[0], 'known'),
      },
      {
        task: { ko: '이번에는 새 id로 보내서 정말로 겹치게 해요', en: 'Now make a real duplicate: a new id' },
        command: ({ url }) => say(url, 'minsu', ' --id m-8'),
        expect: {
          ko: '같은 말이 다음 번호로 또 저장돼요.',
          en: 'The same words, kept again under the next number.',
        },
        done: ({ looks }) => newlyTaken(looks) >= 2,
      },
    ],
    hints: {
      concept: {
        ko: '응답이 없다고 저장되지 않은 것은 아니에요. 응답만 사라졌을 수도 있어요.',
        en: 'No answer does not mean that nothing was kept: the answer may be what was lost.',
      },
      pointer: {
        ko: '서버는 보낸 사람과 id로 메시지를 기억해요. 방의 기록을 보세요.',
        en: 'The server knows a message by its sender and its id. Look at the history of the room.',
      },
      command: (_, of) => `${of('redis').client} XRANGE 'chat:{${room}}:log' - +`,
    },
    learned: {
      ko: 'id가 같으면 몇 번을 보내도 한 번만 저장돼요. 다시 보낼 때 id를 새로 지으면 중복이 돼요.',
      en: 'Under one id it is kept once, however often it is sent. A new id for the second try makes a duplicate.',
    },
  },
  {
    id: 'pubsub-alone',
    title: { ko: 'Pub/Sub만 듣다가 메시지 잃기', en: 'Lose a message on Pub/Sub alone' },
    act: 'way',
    on: 'server-1',
    watch: {
      listening: {
        ask: ['PUBSUB', 'NUMSUB', `chat:{${room}}`],
        read: (reply) => Number((reply as unknown[])[1]),
      },
      kept: { ask: ['XLEN', `chat:{${room}}:log`], read: Number },
    },
    tries,
    steps: [
      {
        task: { ko: '방의 채널만 구독해요', en: 'Listen to the channel of the room, and nothing else' },
        command: (_, of) => `${of('redis').client} SUBSCRIBE ${channel}`,
        expect: {
          ko: '"subscribe"와 1. 이 터미널은 계속 듣고 있어요.',
          en: '"subscribe" and 1. That terminal goes on listening.',
        },
        done: ({ looks }) => heardAt(looks) >= 0,
      },
      {
        task: { ko: '구독하던 연결을 모두 끊어요', en: 'Cut every connection that has subscribed' },
        command: (_, of) => `${of('redis').client} CLIENT KILL TYPE pubsub`,
        expect: {
          ko: '끊은 연결의 수. 채팅 서버들은 스스로 다시 구독해요.',
          en: 'How many were cut. The chat servers subscribe again by themselves.',
        },
        done: ({ looks }) => cutAt(looks) >= 0,
      },
      {
        task: { ko: '그사이 민수가 말해요', en: 'Meanwhile Minsu says something' },
        command: ({ url }) => say(url, 'minsu'),
        expect: {
          ko: '지난 메시지와 함께 민수의 말이 나와요.',
          en: 'The last messages, and what Minsu said.',
        },
        done: ({ looks }) => {
          const alone = looks.slice(Math.max(0, cutAt(looks)));
          return alone.some(
            (look, index) => !hears(look, looks) && figure(look, 'kept') > figure(alone[index - 1], 'kept'),
          );
        },
      },
      {
        task: { ko: '다시 구독해서 그 말을 찾아봐요', en: 'Listen again, and look for it' },
        command: (_, of) => `${of('redis').client} SUBSCRIBE ${channel}`,
        expect: { ko: '구독했다는 응답뿐이에요.', en: 'Only the answer to SUBSCRIBE.' },
        done: ({ looks }) => hears(looks.at(-1), looks),
      },
    ],
    hints: {
      concept: {
        ko: '채널은 그 순간 구독 중인 연결에만 전해요. 채팅 서버는 기록도 함께 읽어요.',
        en: 'A channel reaches who listens at that moment. A chat server reads the history as well.',
      },
      pointer: {
        ko: '방의 기록에는 무엇이 남아 있는지 보세요.',
        en: 'See what the history of the room has.',
      },
      command: (_, of) => `${of('redis').client} XRANGE 'chat:{${room}}:log' - +`,
    },
    learned: {
      ko: '채널만 듣던 터미널은 그 말을 끝내 못 받았어요. 기록에는 남아 있어서 채팅 서버의 사람들은 읽을 수 있고요.',
      en: 'The terminal that had only the channel never got it. It is in the history, where the people of the chat find it.',
    },
  },
];

function newlyTaken(looks: readonly Look[]): number {
  return figure(looks.at(-1), 'taken') - figure(looks[0], 'taken');
}

/** Somebody listens beside the servers, who were there first. */
function hears(look: Look | undefined, looks: readonly Look[]): boolean {
  return figure(look, 'listening') > figure(looks[0], 'listening');
}

function heardAt(looks: readonly Look[]): number {
  return looks.findIndex((look) => hears(look, looks));
}

/** The first look after that at which nobody but the servers listens. */
function cutAt(looks: readonly Look[]): number {
  const from = heardAt(looks);
  return from < 0 ? -1 : looks.findIndex((look, index) => index > from && !hears(look, looks));
}
