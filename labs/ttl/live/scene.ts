// Who is online, kept in two ways at once: a key with a TTL that the app renews (a sign of life), and a list that somebody
// has to be taken off. An observer compares the two twice a second, as an operator would.
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis, Scene } from '../../../src/kit/run.ts';
import type { TtlContext } from '../settings.ts';
import { ladder, type Seen } from './ladder.ts';

const people = ['minsu', 'jiwoo', 'haneul'] as const;
type Person = (typeof people)[number];

const ttlMs = 3_000;
const heartbeatMs = 1_000;
const lookEveryMs = 500;
/** They come back by themselves; what they ask meanwhile fails at once. */
const lasting = { untraced: true, reconnect: true } as const;

export const scene: Scene<TtlContext> = {
  aim: {
    ko: `세 사람의 앱이 1초마다 3초짜리 키를 갱신해요. 접속자 목록(SET)에는 TTL이 없어요. 둘이 언제 어긋나는지 보세요.`,
    en: 'The apps of three people renew a key of 3 seconds each second. The list of who is online (a set) has no TTL. Watch when the two differ.',
  },
  pokes: [
    {
      id: 'kill',
      label: { ko: '민수의 앱 죽이기(인사 없이)', en: 'Kill the app of Minsu, without a goodbye' },
    },
    { id: 'back', label: { ko: '민수의 앱 다시 켜기', en: 'Start the app of Minsu again' } },
    { id: 'sweep', label: { ko: '목록에서 유령 치우기', en: 'Sweep ghosts off the list' } },
    { id: 'plain-set', label: { ko: '지우의 키를 TTL 없이 SET', en: 'SET the key of Jiwoo without a TTL' } },
    { id: 'kill-redis', label: { ko: 'Redis 죽이기(SIGKILL)', en: 'Kill Redis (SIGKILL)' } },
    { id: 'restart-redis', label: { ko: 'Redis 다시 켜기', en: 'Start Redis again' } },
  ],
  ladder,
  async run({ services: { redis }, signal, note }, offer) {
    const online = redis.key('online');
    const keyOf = (person: Person) => redis.key(`alive:${person}`);
    const alive = new Set<Person>(people);
    const connections = new Map<Person, Redis>();
    for (const person of people) connections.set(person, await redis.connect(person, lasting));
    const observer = await redis.connect('observer', lasting);
    const of = (person: Person) => connections.get(person) as Redis;
    const said = (from: string, command: string) => note({ kind: 'command', from, to: 'redis', command });

    async function signIn(person: Person): Promise<void> {
      alive.add(person);
      said(person, `SADD ${online} ${person}`);
      await of(person).sadd(online, person);
    }

    async function renew(person: Person): Promise<void> {
      said(person, `SET ${keyOf(person)} 1 PX ${ttlMs}`);
      await of(person).set(keyOf(person), '1', 'PX', ttlMs);
    }

    /** What the list says of somebody, and what is left of their key: -1 for ever, -2 nothing. */
    async function look(): Promise<void> {
      const listed = new Set(await observer.smembers(online));
      for (const person of people) {
        const leftMs = await observer.pttl(keyOf(person));
        tell(person, seenAs(listed.has(person), leftMs));
      }
    }

    const known = new Map<Person, Seen>();
    function tell(person: Person, seen: Seen): void {
      if (known.get(person) === seen) return;
      known.set(person, seen);
      note({ kind: 'mark', id: `${seen}:${person}`, text: sayings[seen](person) });
    }

    const renewing = (person: Person) => async () => {
      if (alive.has(person)) await renew(person);
    };
    const sweep = async () => {
      for (const person of people) {
        if (known.get(person) !== 'ghost') continue;
        said('observer', `SREM ${online} ${person}`);
        await observer.srem(online, person);
      }
    };
    for (const person of people) await signIn(person);
    const loops = [
      ...people.map((person) => every(heartbeatMs, signal, renewing(person))),
      every(lookEveryMs, signal, look),
    ];
    offer({
      kill: () => {
        alive.delete('minsu');
        note({ kind: 'state', actor: 'minsu', state: 'dead' });
      },
      back: async () => {
        note({ kind: 'state', actor: 'minsu', state: 'up' });
        await signIn('minsu');
      },
      sweep,
      'plain-set': async () => {
        alive.delete('jiwoo'); // Whoever renewed it would give it a TTL again.
        said('jiwoo', `SET ${keyOf('jiwoo')} 2`);
        await of('jiwoo').set(keyOf('jiwoo'), '2');
      },
      'kill-redis': () => redis.kill(),
      'restart-redis': () => redis.restart(),
    });
    await Promise.all(loops);
  },
};

function seenAs(isListed: boolean, leftMs: number): Seen {
  if (leftMs === -1) return 'for-ever';
  if (leftMs >= 0) return isListed ? 'alive' : 'unlisted';
  return isListed ? 'ghost' : 'gone';
}

/** Again and again until the signal. What a dead Redis does not answer is asked again the next time. */
async function every(ms: number, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await work().catch(() => {});
    await wait(ms, undefined, { signal }).catch(() => {});
  }
}

const sayings: Readonly<Record<Seen, (person: Person) => { ko: string; en: string }>> = {
  alive: (who) => ({ ko: `${who}: 목록에 있고 키도 있음`, en: `${who}: on the list, and the key is there` }),
  ghost: (who) => ({
    ko: `${who}: 목록에는 있는데 키가 없음(유령)`,
    en: `${who}: on the list, without a key: a ghost`,
  }),
  gone: (who) => ({ ko: `${who}: 목록에도 없고 키도 없음`, en: `${who}: neither on the list nor a key` }),
  'for-ever': (who) => ({ ko: `${who}: 키에 TTL이 없음`, en: `${who}: the key has no TTL` }),
  unlisted: (who) => ({ ko: `${who}: 키는 있는데 목록에 없음`, en: `${who}: a key, and not on the list` }),
};
