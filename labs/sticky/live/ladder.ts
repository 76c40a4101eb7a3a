// What to make happen, one after the other. Pure: each is ticked off by where the visits went.
import type { Happening, Rung } from '../../../src/kit/judge.ts';

export const people = ['user-1', 'user-2', 'user-3', 'user-4', 'user-5'] as const;

/** From the last of these marks on; everything where there was none. */
function since(events: readonly Happening[], ...ids: readonly string[]): readonly Happening[] {
  return events.slice(events.findLastIndex((event) => event.kind === 'mark' && ids.includes(event.id)) + 1);
}

const changes = ['ip-hash', 'round-robin', 'office', 'home', 'removed', 'added'];

/** From the last of these marks to the next change of anything; nothing where there was none. */
function spell(events: readonly Happening[], id: string): readonly Happening[] {
  if (!events.some((event) => event.kind === 'mark' && event.id === id)) return [];
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

const visitsOf = (events: readonly Happening[]) => [...placesOf(events).values()];

/** The last visits of each, when each has come once more than that: the first was perhaps under way already. */
function lastVisits(events: readonly Happening[], visits: number): readonly (readonly string[])[] | null {
  const all = visitsOf(events);
  return all.every(({ length }) => length > visits) ? all.map((some) => some.slice(-visits)) : null;
}

const isOneServer = (visits: readonly string[]) => new Set(visits).size === 1;

/** How many people each server has, the fullest first. */
function loadOf(visits: readonly (readonly string[])[]): number[] {
  const at = visits.map((some) => some.at(-1));
  return [...new Set(at)].map((server) => at.filter((one) => one === server).length).sort((a, b) => b - a);
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

const byHash = (events: readonly Happening[]) => lastVisits(spell(fromHome(events), 'ip-hash'), 3);

/** By ip_hash, too. */
function inOffice(events: readonly Happening[]) {
  const method = events.findLast(
    (event) => event.kind === 'mark' && (event.id === 'ip-hash' || event.id === 'round-robin'),
  );
  return method?.kind === 'mark' && method.id === 'ip-hash' ? lastVisits(spell(events, 'office'), 2) : null;
}

/** Who comes from home to another server since server 3 was taken out, and how many of them had not been there. */
function moved(seen: readonly Happening[]): { all: number; others: number; isDone: boolean } {
  const events = fromHome(seen);
  const cut = events.findLastIndex((event) => event.kind === 'mark' && event.id === 'removed');
  const before = placesOf(since(events.slice(0, Math.max(0, cut)), 'ip-hash'));
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
      ko: '라운드 로빈에서 모두가 여섯 번씩 찾아올 때까지 봐요',
      en: 'Watch until everybody has come six times, by round robin',
    },
    predict: {
      prompt: {
        ko: '서버 세 대를 라운드 로빈으로 나누면, 한 사람은 여섯 번 동안 몇 대를 만날까요?',
        en: 'With three servers in turn, how many of them does one person meet in six visits?',
      },
      choices: [
        { id: 'one', label: { ko: '처음 만난 한 대만', en: 'Only the one of the first visit' } },
        { id: 'two', label: { ko: '두 대', en: 'Two' } },
        { id: 'three', label: { ko: '세 대 모두', en: 'All three' } },
      ],
      answer(events) {
        const all = visitsOf(events);
        if (all.some(({ length }) => length < 6)) return null;
        const most = Math.max(...all.map((visits) => new Set(visits.slice(0, 6)).size));
        return ['one', 'two', 'three'][most - 1] ?? null;
      },
    },
    learned: (events) => {
      const met = events.filter((event) => event.kind === 'mark' && event.id.startsWith('met:')).length;
      return {
        ko: `다섯 사람이 "처음 뵙겠습니다"를 합쳐서 ${met}번 들었어요. 세션이 서버의 메모리에 있다면 그때마다 새 세션이에요.`,
        en: `A server has met somebody for the first time ${met} times. With sessions in its memory each is a new one.`,
      };
    },
  },
  {
    task: {
      ko: 'ip_hash로 바꾸고, 모두가 세 번씩 찾아올 때까지 봐요',
      en: 'Balance by ip_hash, and watch until everybody has come three times',
    },
    predict: {
      prompt: {
        ko: '집이 서로 다른 다섯 사람을 서버 세 대에 어떻게 나눌까요?',
        en: 'Five people come from five homes. How are they shared out among the three servers?',
      },
      choices: [
        {
          id: 'moving',
          label: { ko: '여전히 올 때마다 서버가 바뀌어요', en: 'Each visit still goes to another server' },
        },
        { id: 'even', label: { ko: '저마다 한 서버로, 2·2·1명씩', en: 'Each to one server, by 2, 2 and 1' } },
        { id: 'uneven', label: { ko: '저마다 한 서버로, 고르지 않게', en: 'Each to one server, unevenly' } },
      ],
      answer(events) {
        const visits = byHash(events);
        if (!visits) return null;
        if (!visits.every(isOneServer)) return 'moving';
        return loadOf(visits).join() === '2,2,1' ? 'even' : 'uneven';
      },
    },
    learned: (events) => {
      const load = loadOf(byHash(events) ?? []);
      return {
        ko: `마지막 방문 때 서버 ${load.length}대에 ${load.join(', ')}명이 있었어요.`,
        en: `At their last visits ${load.length} of the servers had ${load.join(', ')} of the five.`,
      };
    },
  },
  {
    task: {
      ko: '모두 한 사무실에서 접속하게 하고, 두 번씩 찾아올 때까지 봐요',
      en: 'Let everybody come from one office, and watch until each has come twice',
    },
    predict: {
      prompt: {
        ko: '사무실에서는 다섯 사람의 IP가 같아요. 누가 어느 서버로 갈까요?',
        en: 'In the office the five have one address. Who goes where?',
      },
      choices: [
        { id: 'as-before', label: { ko: '저마다 가던 서버로 가요', en: 'Each to the server of before' } },
        { id: 'one', label: { ko: '모두 한 서버로 가요', en: 'All to one server' } },
        { id: 'spread', label: { ko: '세 대에 고르게 나뉘어요', en: 'They are spread over the three' } },
      ],
      answer(events) {
        const visits = inOffice(events);
        if (!visits) return null;
        if (isOneServer(visits.flat())) return 'one';
        const before = byHash(events)?.map((some) => some.at(-1));
        return visits.every((some, at) => isOneServer(some) && some[0] === before?.[at])
          ? 'as-before'
          : 'spread';
      },
    },
    learned: (events) => {
      const servers = [...new Set((inOffice(events) ?? []).flat())].sort();
      const named = (server: string) => servers.map((id) => id.replace('server-', `${server} `)).join(', ');
      return {
        ko: `사무실의 다섯 사람이 간 곳: ${named('서버')}.`,
        en: `From the office the five came to: ${named('server')}.`,
      };
    },
  },
  {
    task: {
      ko: '다시 집에서 접속하게 하고, 한 번씩 찾아온 뒤에 서버 3을 빼 보세요',
      en: 'Send everybody home, let each come once, and take server 3 out',
    },
    predict: {
      prompt: {
        ko: '누구의 서버가 바뀔까요?',
        en: 'Who comes to another server?',
      },
      choices: [
        { id: 'its', label: { ko: '서버 3에 있던 사람만', en: 'Only who was at server 3' } },
        { id: 'others', label: { ko: '다른 서버에 있던 사람도', en: 'Somebody who was elsewhere, too' } },
        { id: 'nobody', label: { ko: '아무도 안 바뀌어요', en: 'Nobody' } },
      ],
      answer(events) {
        const { all, others, isDone } = moved(events);
        if (!isDone) return null;
        return others > 0 ? 'others' : all > 0 ? 'its' : 'nobody';
      },
    },
    learned: (events) => {
      const { all, others } = moved(events);
      return {
        ko: `서버가 바뀐 사람은 ${all === 0 ? '없어요' : `${all}명이에요`}. 그 가운데 서버 3에 있지 않던 사람은 ${others === 0 ? '없어요' : `${others}명이에요`}.`,
        en: `${all} of the five came to another server; ${others} of them had not been at server 3.`,
      };
    },
  },
];
