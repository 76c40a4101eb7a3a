// What to break by hand: a job that its worker took along, two groups that read one stream, and one payment told twice.
import type { Experiment, Look } from '../../src/kit/judge.ts';

/** One Redis, and nothing else to wait for. */
const given = { systems: 'list', faults: 'none', messages: '30' };

type Figures = Look['figures'];

/** Whether the servers once said this. */
const once =
  (is: (figures: Figures) => boolean) =>
  ({ looks }: { readonly looks: readonly Look[] }): boolean =>
    looks.some(({ figures }) => is(figures));

/** Whether they said the one, and later the other. */
const oneThenOther =
  (one: (figures: Figures) => boolean, other: (figures: Figures) => boolean) =>
  ({ looks }: { readonly looks: readonly Look[] }): boolean => {
    const first = looks.findIndex(({ figures }) => one(figures));
    return first >= 0 && looks.slice(first).some(({ figures }) => other(figures));
  };

const pendingOf = (reply: unknown): number => Number((reply as readonly unknown[])[0]);

/** Counts the message and changes the account in one step; a script is never interrupted by another command. */
const bookOnce =
  "if redis.call('HINCRBY', KEYS[1], ARGV[1], 1) == 1 then return redis.call('INCRBY', KEYS[2], ARGV[2]) end return 'again'";
const book = (client: string) => `${client} EVAL "${bookOnce}" 2 seen account pay-7 100`;

export const experiments: readonly Experiment[] = [
  {
    id: 'taken-along',
    title: { ko: '꺼낸 일감과 함께 죽기', en: 'A job that its worker took along' },
    act: 'matrix',
    given,
    on: 'redis',
    watch: {
      jobs: { ask: ['LLEN', 'jobs'], read: Number },
      doing: { ask: ['LLEN', 'doing'], read: Number },
    },
    steps: [
      {
        task: { ko: '일감 세 개를 리스트에 넣어요', en: 'Put three jobs on a list' },
        command: ({ client }) => `${client} RPUSH jobs a b c`,
        expect: { ko: '3.', en: '3.' },
        done: once(({ jobs }) => jobs === 3),
      },
      {
        task: {
          ko: '하나를 꺼내요. 이 워커는 지금 죽었다고 해요',
          en: 'Take one; say that this worker has just died',
        },
        command: ({ client }) => `${client} LPOP jobs`,
        expect: { ko: '"a". 리스트에는 두 개만 남아요.', en: '"a"; two are left on the list.' },
        done: once(({ jobs, doing }) => jobs === 2 && doing === 0),
      },
      {
        task: { ko: '다음 것은 다른 리스트로 옮기면서 꺼내요', en: 'Move the next one to another list' },
        command: ({ client }) => `${client} LMOVE jobs doing LEFT RIGHT`,
        expect: { ko: '"b". 이제 doing에 있어요.', en: '"b", which is now on doing.' },
        done: once(({ doing }) => doing === 1),
      },
      {
        task: { ko: '이 워커도 죽었어요. 일감을 되돌려요', en: 'This worker died, too: put its job back' },
        command: ({ client }) => `${client} LMOVE doing jobs RIGHT LEFT`,
        expect: { ko: '"b". 다시 jobs에 있어요.', en: '"b", back on jobs.' },
        done: oneThenOther(
          ({ doing }) => doing === 1,
          ({ jobs, doing }) => jobs === 2 && doing === 0,
        ),
      },
    ],
    hints: {
      concept: {
        ko: 'LPOP은 꺼내는 순간 리스트에서 지워요. 응답이 워커에게 닿았는지는 묻지 않아요.',
        en: 'LPOP removes at once, and does not ask whether the reply arrived.',
      },
      pointer: { ko: '두 리스트에 무엇이 남았는지 보세요.', en: 'Look at what is left on both lists.' },
      command: ({ client }) => `${client} LRANGE jobs 0 -1; ${client} LRANGE doing 0 -1`,
    },
    learned: {
      ko: '"a"를 되돌릴 사람은 아무도 없어요. "b"는 어디에 있는지 적혀 있어서 되돌릴 수 있었어요. 언제 되돌릴지는 여러분이 정해야 해요.',
      en: 'Nobody can put "a" back. Where "b" was stood on a list. When to put it back is up to you.',
    },
  },
  {
    id: 'two-groups',
    title: { ko: '한 스트림을 두 그룹이 읽기', en: 'One stream, two groups' },
    act: 'matrix',
    given,
    on: 'redis',
    watch: {
      stored: { ask: ['XLEN', 'news'], read: Number },
      mail: { ask: ['XPENDING', 'news', 'mail'], read: pendingOf },
      push: { ask: ['XPENDING', 'news', 'push'], read: pendingOf },
    },
    steps: [
      {
        task: { ko: '소식 하나를 스트림에 넣어요', en: 'Put one piece of news into a stream' },
        command: ({ client }) => `${client} XADD news 1-1 title hello`,
        expect: { ko: '"1-1".', en: '"1-1".' },
        done: once(({ stored }) => stored === 1),
      },
      {
        task: { ko: '메일과 푸시, 두 그룹을 만들어요', en: 'Make two groups, mail and push' },
        command: ({ client }) => `${client} XGROUP CREATE news mail 0; ${client} XGROUP CREATE news push 0`,
        expect: { ko: 'OK가 두 번.', en: 'OK, twice.' },
        done: once(({ mail, push }) => mail === 0 && push === 0),
      },
      {
        task: { ko: '두 그룹에서 하나씩 읽어요', en: 'Read one in each group' },
        command: ({ client }) =>
          `${client} XREADGROUP GROUP mail ann STREAMS news '>'; ${client} XREADGROUP GROUP push bob STREAMS news '>'`,
        expect: { ko: '같은 소식이 두 번.', en: 'The same news, twice.' },
        done: once(({ mail, push }) => mail === 1 && push === 1),
      },
      {
        task: { ko: '메일 쪽만 확인해요', en: 'Acknowledge it for mail only' },
        command: ({ client }) => `${client} XACK news mail 1-1`,
        expect: { ko: '1. 푸시의 대기 목록은 그대로예요.', en: '1; what push has pending stays.' },
        done: oneThenOther(
          ({ mail, push }) => mail === 1 && push === 1,
          ({ mail, push }) => mail === 0 && push === 1,
        ),
      },
    ],
    hints: {
      concept: {
        ko: '그룹마다 어디까지 읽었는지와 무엇을 확인하지 않았는지를 따로 적어 둬요.',
        en: 'Each group keeps a place of its own, and a list of what it has not acknowledged.',
      },
      pointer: { ko: '스트림의 길이와 그룹들을 보세요.', en: 'Look at the length and at the groups.' },
      command: ({ client }) => `${client} XLEN news; ${client} XINFO GROUPS news`,
    },
    learned: {
      ko: '읽는 곳이 늘어도 소식은 한 번만 저장했어요. 모두 확인해도 스트림에 남으니, 줄이는 것(MAXLEN, MINID)은 여러분의 일이에요.',
      en: 'It was stored once for both. Acknowledged by all it would still be there: trimming (MAXLEN, MINID) is up to you.',
    },
  },
  {
    id: 'told-twice',
    title: { ko: '두 번 온 결제를 한 번만 처리하기', en: 'A payment told twice, booked once' },
    act: 'matrix',
    given,
    on: 'redis',
    watch: {
      naive: { ask: ['GET', 'naive'], read: Number },
      account: { ask: ['GET', 'account'], read: Number },
      told: { ask: ['HGET', 'seen', 'pay-7'], read: Number },
    },
    steps: [
      {
        task: {
          ko: '100원 결제가 두 번 왔어요. 그냥 더해요',
          en: 'A payment of 100 comes twice: just add it',
        },
        command: ({ client }) => `${client} INCRBY naive 100; ${client} INCRBY naive 100`,
        expect: { ko: '100, 그리고 200.', en: '100, then 200.' },
        done: once(({ naive }) => naive === 200),
      },
      {
        task: { ko: 'id를 기억하는 스크립트로 더해요', en: 'Add it by a script that remembers its id' },
        command: ({ client }) => book(client),
        expect: { ko: '100.', en: '100.' },
        done: once(({ account, told }) => account === 100 && told === 1),
      },
      {
        task: { ko: '같은 결제가 다시 왔어요. 똑같이 해요', en: 'It comes again: do the very same' },
        command: ({ client }) => book(client),
        expect: { ko: '"again". 100 그대로예요.', en: '"again"; it is still 100.' },
        done: once(({ account, told }) => account === 100 && Number(told) >= 2),
      },
    ],
    hints: {
      concept: {
        ko: '적어도 한 번 배달하는 시스템에서는 같은 메시지가 또 올 수 있어요. id를 보고 알아채는 쪽은 받는 쪽이에요.',
        en: 'Where delivery is at least once a message may come again; its receiver has to know it by its id.',
      },
      pointer: { ko: '어떤 id가 몇 번 왔는지 보세요.', en: 'Look at how often each id has come.' },
      command: ({ client }) => `${client} HGETALL seen`,
    },
    learned: {
      ko: 'id를 적는 일과 돈을 더하는 일이 한 걸음이라 둘 사이에서 죽을 수 없어요. 계좌가 다른 DB에 있다면 그 DB의 트랜잭션 안에 id를 적으세요.',
      en: 'Noting the id and adding the money were one step: nobody can die in between. With the account in another database, note the id in a transaction there.',
    },
  },
];
