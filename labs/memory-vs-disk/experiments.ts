// What to break by hand: a lock without an end, a cache that is full, and an old value that comes back.
import type { Experiment, Seen } from '../../src/kit/judge.ts';

const seen = ({ looks }: Seen, name: string, is: (value: number | string) => boolean): boolean =>
  looks.some(({ figures }) => {
    const value = figures[name];
    return value !== undefined && value !== null && is(value as number | string);
  });

/** First this, and in a later look that. */
function then(
  { looks }: Seen,
  name: string,
  first: (value: unknown) => boolean,
  later: (value: unknown) => boolean,
): boolean {
  const at = looks.findIndex(({ figures }) => first(figures[name]));
  return at !== -1 && looks.slice(at + 1).some(({ figures }) => later(figures[name]));
}

const there = { ask: ['EXISTS', 'top:lock'], read: Number };

export const experiments: readonly Experiment[] = [
  {
    id: 'lock-without-end',
    title: { ko: '끝이 없는 락', en: 'A lock without an end' },
    act: 'stale',
    on: 'redis',
    watch: { lock: there, ttl: { ask: ['PTTL', 'top:lock'], read: Number } },
    steps: [
      {
        task: { ko: '웹 서버 1이 락을 잡아요', en: 'Web server 1 takes the lock' },
        command: ({ client }) => `${client} SET top:lock web-1 NX`,
        expect: { ko: 'OK. 그리고 이 서버는 여기서 죽어요.', en: 'OK. And here it dies.' },
        done: (all) => seen(all, 'lock', (lock) => lock === 1),
      },
      {
        task: {
          ko: '웹 서버 2가 시도하고, 락에 끝을 줘 봐요',
          en: 'Web server 2 tries; then give the lock an end',
        },
        command: ({ client }) => `${client} SET top:lock web-2 NX; ${client} PEXPIRE top:lock 400`,
        expect: {
          ko: '(nil)과 1. 조금 뒤에 락이 없어져요.',
          en: '(nil) and 1; a moment later the lock is gone.',
        },
        done: (all) =>
          then(
            all,
            'lock',
            (lock) => lock === 1,
            (lock) => lock === 0,
          ),
      },
      {
        task: {
          ko: '이번에는 처음부터 끝이 있는 락을 잡아요',
          en: 'Now take one that has an end from the start',
        },
        command: ({ client }) => `${client} SET top:lock web-2 NX PX 60000`,
        expect: { ko: 'OK.', en: 'OK.' },
        done: (all) => seen(all, 'ttl', (ttl) => Number(ttl) > 1_000),
      },
    ],
    hints: {
      concept: {
        ko: '락을 잡은 프로세스가 죽으면 누가 락을 풀까요?',
        en: 'Who gives the lock back when the process that holds it is dead?',
      },
      pointer: {
        ko: '락에 남은 시간을 보세요. -1은 끝이 없다는 뜻이에요.',
        en: 'Look at what is left of it: -1 means without end.',
      },
      command: ({ client }) => `${client} PTTL top:lock`,
    },
    learned: {
      ko: '락은 잡는 순간에 끝도 정해요: SET NX PX(문서: SET). 끝이 먼저 오면 둘이 일할 수 있어요.',
      en: 'A lock gets its end when it is taken: SET NX PX (docs: SET). Where the end comes first, two may work.',
    },
  },
  {
    id: 'full-cache',
    title: { ko: '가득 찬 캐시', en: 'A cache that is full' },
    act: 'stale',
    on: 'redis',
    watch: {
      policy: {
        ask: ['CONFIG', 'GET', 'maxmemory-policy'],
        read: (reply) => String((reply as string[])[1]),
      },
      evicted: {
        ask: ['INFO', 'stats'],
        read: (reply) => Number(/evicted_keys:(\d+)/.exec(String(reply))?.[1]),
      },
    },
    steps: [
      {
        task: { ko: '오래 쓰지 않은 키를 내보내라고 해요', en: 'Tell it to drop what was not used for long' },
        command: ({ client }) => `${client} CONFIG SET maxmemory-policy allkeys-lru maxmemory 4mb`,
        expect: { ko: 'OK.', en: 'OK.' },
        done: (all) => seen(all, 'policy', (policy) => policy === 'allkeys-lru'),
      },
      {
        task: { ko: '글 20,000개의 복사본을 넣어요', en: 'Put copies of 20,000 posts in' },
        command: ({ client }) =>
          `${client} EVAL "for n = 1, 20000 do redis.call('SET', 'post:' .. n, string.rep('x', 500)) end return redis.call('DBSIZE')" 0`,
        expect: { ko: '20,000보다 작은 수예요.', en: 'A number below 20,000.' },
        done: (all) => seen(all, 'evicted', (evicted) => Number(evicted) > 0),
      },
    ],
    hints: {
      concept: {
        ko: '캐시의 자리가 모자라면 정책이 누구를 내보낼지 정해요. 아무도 오류를 보지 못해요.',
        en: 'Where room runs out the policy says who has to go. Nobody sees an error.',
      },
      pointer: { ko: '내보낸 키의 수를 보세요.', en: 'Look at the number of evicted keys.' },
      command: ({ client }) => `${client} INFO stats`,
    },
    learned: {
      ko: '캐시에서는 사라져도 DB에 있어요. 세션이라면 로그아웃이에요(문서: Key eviction).',
      en: 'What goes from a cache is still in the database. A session that goes is a logout (docs: Key eviction).',
    },
  },
  {
    id: 'old-value-back',
    title: { ko: '돌아온 옛 값', en: 'The old value is back' },
    act: 'stale',
    on: 'redis',
    watch: { copy: { ask: ['GET', 'post:kimbap'], read: (reply) => String(reply) } },
    steps: [
      {
        task: { ko: '캐시에 옛 가격이 있어요', en: 'The cache holds the old price' },
        command: ({ client }) => `${client} SET post:kimbap 3000 EX 600`,
        expect: { ko: 'OK.', en: 'OK.' },
        done: (all) => seen(all, 'copy', (copy) => copy === '3000'),
      },
      {
        task: {
          ko: 'DB에는 4000을 커밋했어요. 복사본을 지워요',
          en: 'The database has 4000 now: delete the copy',
        },
        command: ({ client }) => `${client} DEL post:kimbap`,
        expect: { ko: '1. 이제 읽는 사람은 DB에 물어봐요.', en: '1: readers ask the database now.' },
        done: (all) =>
          then(
            all,
            'copy',
            (copy) => copy === '3000',
            (copy) => copy === 'null',
          ),
      },
      {
        task: {
          ko: '커밋 전에 DB를 읽어 둔 느린 독자가 이제 넣어요',
          en: 'A reader that read before the commit fills it only now',
        },
        command: ({ client }) => `${client} SET post:kimbap 3000 EX 600`,
        expect: { ko: 'OK. 옛 가격이 10분 동안 남아요.', en: 'OK: the old price, for ten minutes.' },
        done: ({ looks }) => {
          const [first, ...later] = ['3000', 'null', '3000'];
          let at = looks.findIndex(({ figures }) => figures.copy === first);
          for (const value of later)
            at =
              at === -1 ? -1 : looks.findIndex(({ figures }, index) => index > at && figures.copy === value);
          return at !== -1;
        },
      },
    ],
    hints: {
      concept: {
        ko: '독자는 읽기와 넣기 두 단계를 거쳐요. DEL은 그사이에 올 수 있어요.',
        en: 'A reader reads, then fills. DEL can come in between.',
      },
      pointer: { ko: '복사본의 값을 보세요.', en: 'Look at the value of the copy.' },
      command: ({ client }) => `${client} GET post:kimbap`,
    },
    learned: {
      ko: '지우는 것만으로는 모자라요. 리스나 버전이 있어야 늦게 온 옛 값을 거절할 수 있어요.',
      en: 'Deleting is not enough: it takes a lease or a version to refuse an old value that comes late.',
    },
  },
];
