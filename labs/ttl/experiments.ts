// What to break by hand: a list that knows no TTL, a TTL that is lost by writing, a TTL that is not waited for.
import type { Experiment, Look } from '../../src/kit/judge.ts';

/** What PTTL says of a key that is not there, and of one that has no TTL. */
const notThere = -2;
const forEver = -1;

const figure = ({ figures }: Look, name: string) => Number(figures[name] ?? Number.NaN);

export const experiments: readonly Experiment[] = [
  {
    id: 'ghost',
    title: { ko: '유령 만들기', en: 'Make a ghost' },
    act: 'ghosts',
    on: 'redis',
    watch: {
      listed: { ask: ['SISMEMBER', 'online', 'minsu'], read: Number },
      leftMs: { ask: ['PTTL', 'alive:minsu'], read: Number },
      expired: { ask: ['INFO', 'stats'], read: countOf('expired_keys') },
    },
    steps: [
      {
        task: { ko: '민수를 접속자 목록에 넣어요', en: 'Put Minsu on the list of who is online' },
        command: ({ client }) => `${client} SADD online minsu`,
        expect: { ko: '1.', en: '1.' },
        done: ({ looks }) => looks.some((look) => figure(look, 'listed') === 1),
      },
      {
        task: { ko: '살아 있다는 키를 5초짜리로 남겨요', en: 'Leave a sign of life that lasts 5 seconds' },
        command: ({ client }) => `${client} SET alive:minsu 1 EX 5`,
        expect: { ko: 'OK. 앱이라면 5초가 되기 전에 갱신해요.', en: 'OK. An app would renew it in time.' },
        done: ({ looks }) => looks.some((look) => figure(look, 'leftMs') > 0),
      },
      {
        task: { ko: '앱이 죽었어요. 키가 만료되기를 기다려요', en: 'The app is dead: let the key expire' },
        command: ({ client }) => `${client} TTL alive:minsu`,
        expect: { ko: '남은 초. 다 지나면 -2.', en: 'The seconds left, and -2 when it is over.' },
        done: ({ looks }) =>
          looks.some((look, index) => {
            const before = looks[index - 1];
            const gone = figure(look, 'leftMs') === notThere && figure(look, 'listed') === 1;
            // Expired, not deleted: Redis counts it.
            return before && gone && figure(look, 'expired') > figure(before, 'expired');
          }),
      },
      {
        task: { ko: '목록에 남은 유령을 치워요', en: 'Take the ghost off the list' },
        command: ({ client }) => `${client} SREM online minsu`,
        expect: { ko: '1. 지우기 전까지 유령은 목록에 있었어요.', en: '1: until then it was on the list.' },
        done: ({ looks }) => figure(looks.at(-1) as Look, 'listed') === 0,
      },
    ],
    hints: {
      concept: {
        ko: 'TTL은 키에만 있어요. 집합의 원소 하나에는 TTL을 줄 수 없어요.',
        en: 'A TTL belongs to a key. One member of a set cannot have one.',
      },
      pointer: {
        ko: '키가 만료된 뒤에 목록에는 누가 있는지 보세요.',
        en: 'See who is on the list after the key has expired.',
      },
      command: ({ client }) => `${client} SMEMBERS online`,
    },
    learned: {
      ko: '키는 저절로 사라졌지만 집합의 민수는 그대로였어요. TTL이 없는 목록은 누군가 치워야 해요.',
      en: 'The key went by itself, and Minsu stayed in the set. A list without a TTL needs somebody who cleans it.',
    },
  },
  {
    id: 'lost-ttl',
    title: { ko: 'TTL을 실수로 지우기', en: 'Lose a TTL by writing' },
    act: 'ghosts',
    on: 'redis',
    watch: { leftMs: { ask: ['PTTL', 'session:minsu'], read: Number } },
    steps: [
      {
        task: { ko: '한 시간짜리 세션을 만들어요', en: 'Make a session that lasts an hour' },
        command: ({ client }) => `${client} SET session:minsu cart=1 EX 3600`,
        expect: { ko: 'OK.', en: 'OK.' },
        done: ({ looks }) => looks.some((look) => figure(look, 'leftMs') > 0),
      },
      {
        task: { ko: '장바구니만 바꿔요. TTL은 잊은 채로요', en: 'Change the cart, and forget the TTL' },
        command: ({ client }) => `${client} SET session:minsu cart=2`,
        expect: { ko: 'OK. 경고는 없어요.', en: 'OK, and no warning.' },
        done: ({ looks }) => looks.some((look) => figure(look, 'leftMs') === forEver),
      },
      {
        task: { ko: '다시 TTL을 줘요', en: 'Give it a TTL again' },
        command: ({ client }) => `${client} EXPIRE session:minsu 3600`,
        expect: { ko: '1.', en: '1.' },
        done: ({ looks }) => figure(looks.at(-1) as Look, 'leftMs') > 0,
      },
    ],
    hints: {
      concept: {
        ko: 'SET은 값을 통째로 새로 쓰면서 TTL도 없애요. KEEPTTL을 붙이면 남아요.',
        en: 'SET writes a new value and drops the TTL with the old one. KEEPTTL keeps it.',
      },
      pointer: {
        ko: 'TTL의 응답을 보세요. -1은 영원히 남는다는 뜻이에요.',
        en: 'Look at what TTL answers: -1 is for ever.',
      },
      command: ({ client }) => `${client} TTL session:minsu`,
    },
    learned: {
      ko: '평범한 SET 하나로 세션이 영원히 남게 됐어요. 만료를 믿는다면 쓸 때마다 TTL도 함께 줘야 해요.',
      en: 'One plain SET made the session eternal. Who relies on expiry gives the TTL with every write.',
    },
  },
  {
    id: 'too-early',
    title: { ko: 'TTL보다 먼저 사라지는 키', en: 'A key that goes before its TTL' },
    act: 'ghosts',
    on: 'redis',
    watch: {
      leftMs: { ask: ['PTTL', 'session:jiwoo'], read: Number },
      evicted: { ask: ['INFO', 'stats'], read: countOf('evicted_keys') },
      policy: {
        ask: ['INFO', 'memory'],
        read: (reply) => /^maxmemory_policy:(\S+)/m.exec(String(reply))?.[1] ?? null,
      },
    },
    steps: [
      {
        task: { ko: '한 시간짜리 세션을 만들어요', en: 'Make a session that lasts an hour' },
        command: ({ client }) => `${client} SET session:jiwoo cart=1 EX 3600`,
        expect: { ko: 'OK.', en: 'OK.' },
        done: ({ looks }) => looks.some((look) => figure(look, 'leftMs') > 0),
      },
      {
        task: {
          ko: '메모리가 모자라면 키를 지우라고 정해요',
          en: 'Let Redis drop keys when memory is short',
        },
        command: ({ client }) => `${client} CONFIG SET maxmemory-policy allkeys-lru`,
        expect: { ko: 'OK. 캐시에서 흔한 설정이에요.', en: 'OK. Many caches are set so.' },
        done: ({ looks }) => looks.some(({ figures }) => figures.policy === 'allkeys-lru'),
      },
      {
        task: { ko: '메모리를 모자라게 해요', en: 'Make memory short' },
        command: ({ client }) => `${client} CONFIG SET maxmemory 500kb`,
        expect: {
          ko: 'OK. 세션의 TTL은 거의 한 시간 남았어요.',
          en: 'OK. The TTL has most of an hour to go.',
        },
        done: ({ looks }) => {
          const [first] = looks;
          const last = looks.at(-1) as Look;
          const early = looks.some((look) => figure(look, 'leftMs') > 1_800_000);
          return (
            early &&
            figure(last, 'leftMs') === notThere &&
            figure(last, 'evicted') > figure(first as Look, 'evicted')
          );
        },
      },
    ],
    hints: {
      concept: {
        ko: 'TTL은 늦어도 언제 사라지는지를 정할 뿐, 그때까지 남아 있겠다는 약속은 아니에요.',
        en: 'A TTL says when a key is gone at the latest. It does not promise that the key stays until then.',
      },
      pointer: {
        ko: '만료된 키와 쫓겨난 키를 Redis는 따로 세요.',
        en: 'Redis counts the keys that expired and those that it evicted apart.',
      },
      command: ({ client }) => `${client} INFO stats | grep -E 'expired_keys|evicted_keys'`,
    },
    learned: {
      ko: '세션은 만료된 것이 아니라 쫓겨났어요(eviction). 사용자는 로그아웃됐고요.',
      en: 'The session did not expire, it was evicted; its user is logged out.',
    },
  },
];

function countOf(name: string) {
  return (reply: unknown) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(String(reply))?.[1]);
}
