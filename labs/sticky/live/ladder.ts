// What to make happen, one after the other. Pure: each is ticked off by where the visits went.
import type { Happening, Rung } from '../../../src/kit/judge.ts';

export const people = ['user-1', 'user-2', 'user-3', 'user-4', 'user-5'] as const;

/** From the last of these marks on; everything where there was none. */
function since(events: readonly Happening[], ...ids: readonly string[]): readonly Happening[] {
  return events.slice(events.findLastIndex((event) => event.kind === 'mark' && ids.includes(event.id)) + 1);
}

const changes = ['ip-hash', 'round-robin', 'office', 'home', 'removed', 'added'];

/** From the last of these marks to the next change of anything. */
function spell(events: readonly Happening[], id: string): readonly Happening[] {
  const rest = since(events, id);
  const end = rest.findIndex((event) => event.kind === 'mark' && changes.includes(event.id));
  return end < 0 ? rest : rest.slice(0, end);
}

/** Where each went, visit by visit. */
function placesOf(events: readonly Happening[]): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>(people.map((who) => [who, []]));
  for (const event of events) {
    if (event.kind !== 'recv' || event.from !== 'nginx') continue;
    places.get(event.msg.split('/')[0] ?? '')?.push(event.to);
  }
  return places;
}

const has = (events: readonly Happening[], id: string) =>
  events.some((event) => event.kind === 'mark' && event.id === id);

/** Everybody has come so often, and always to one server of theirs. */
function isSticky(events: readonly Happening[], visits: number): boolean {
  return [...placesOf(events).values()].every((all) => all.length >= visits && new Set(all).size === 1);
}

/** The visits that were made from home. */
function fromHome(events: readonly Happening[]): readonly Happening[] {
  let isOffice = false;
  return events.filter((event) => {
    if (event.kind === 'mark' && (event.id === 'office' || event.id === 'home'))
      isOffice = event.id === 'office';
    return !isOffice;
  });
}

/** Who comes to another server since server 3 was taken out, and how many of them had not been there. */
function moved(events: readonly Happening[]): { all: number; others: number; isDone: boolean } {
  const cut = events.findLastIndex((event) => event.kind === 'mark' && event.id === 'removed');
  const before = placesOf(fromHome(since(events.slice(0, Math.max(0, cut)), 'ip-hash')));
  const after = placesOf(events.slice(cut + 1));
  const steps = people.map((who) => ({ from: before.get(who)?.at(-1), to: after.get(who)?.at(-1) }));
  const changed = steps.filter(({ from, to }) => from !== to);
  return {
    all: changed.length,
    others: changed.filter(({ from }) => from !== 'server-3').length,
    isDone: cut >= 0 && steps.every(({ from, to }) => from !== undefined && to !== undefined),
  };
}

export const ladder: readonly Rung[] = [
  {
    task: {
      ko: '라운드 로빈에서 한 사람이 서버 세 대를 모두 처음 만날 때까지 봐요',
      en: 'Watch until all three servers have met everybody, by round robin',
    },
    done: (events) => [...placesOf(events).values()].every((all) => new Set(all).size === 3),
    learned: (events) => {
      const met = events.filter((event) => event.kind === 'mark' && event.id.startsWith('met:')).length;
      return {
        ko: `다섯 사람이 모두 ${met}번 "처음 뵙겠습니다"를 들었어요. 세션이 서버의 메모리에 있다면 그때마다 새 세션이에요.`,
        en: `A server has met somebody for the first time ${met} times. With sessions in its memory each is a new one.`,
      };
    },
  },
  {
    task: {
      ko: 'ip_hash로 바꿔서, 모두가 세 번 이어서 같은 서버로 가는지 보세요',
      en: 'Balance by ip_hash, and see everybody come to one server three times running',
    },
    done: (events) => has(events, 'ip-hash') && isSticky(spell(events, 'ip-hash'), 3),
    learned: (events) => {
      const used = new Set([...placesOf(spell(events, 'ip-hash')).values()].flat()).size;
      return {
        ko: `다섯 사람이 저마다 한 서버로만 갔고, 그동안 서버 ${used}대를 썼어요.`,
        en: `Each of the five came to one server only; ${used} of the servers were used.`,
      };
    },
  },
  {
    task: {
      ko: '모두 한 사무실에서 접속하게 해서, 한 서버로 몰아 보세요',
      en: 'Let everybody come from one office, and to one server',
    },
    done: (events) => {
      const office = spell(events, 'office');
      const places = [...placesOf(office).values()];
      return has(events, 'office') && isSticky(office, 2) && new Set(places.flat()).size === 1;
    },
    learned: (events) => {
      const [server] = [...placesOf(spell(events, 'office')).values()].flat();
      return { ko: `다섯 사람이 모두 한 서버로 갔어요: ${server}.`, en: `All five came to ${server}.` };
    },
  },
  {
    task: {
      ko: '다시 집에서 접속하게 하고, 서버 3을 빼서 누가 옮겨 가는지 보세요',
      en: 'Send everybody home again, take server 3 out, and see who moves',
    },
    done: (events) => has(events, 'office') && has(since(events, 'office'), 'home') && moved(events).isDone,
    learned: (events) => {
      const { all, others } = moved(events);
      return {
        ko: `서버가 바뀐 사람은 ${all === 0 ? '없어요' : `${all}명이에요`}. 그 가운데 서버 3에 있지 않던 사람은 ${others === 0 ? '없어요' : `${others}명이에요`}.`,
        en: `${all} of the five came to another server; ${others} of them had not been at server 3.`,
      };
    },
  },
];
