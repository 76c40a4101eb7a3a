// Why it came out like this, what the figures cannot show, and a question to talk about.
import { formatFigure, ran, type Text } from '../../../src/kit/judge.ts';
import type { MemoryTried } from '../data.ts';
import { queriesPerRound, wayOf } from '../parts/saved.ts';

/** Of the first thing that was measured: in a walkthrough it is the only one. */
export function why({ kinds, cold, cache, stampede }: MemoryTried): Text {
  if (ran(kinds) || ran(cold)) return waits;
  if (ran(cache)) return crowds;
  return ran(stampede) ? allMiss : crosses;
}

const waits: Text = {
  ko: '디스크 DB도 읽은 페이지를 메모리에 둬요(문서: Resource Consumption, shared_buffers). 오래 기다리는 때는 커밋하면서 fsync할 때와 메모리에 없는 페이지를 읽을 때예요.',
  en: 'A disk database keeps the pages it has read in memory, too (docs: Resource Consumption, shared_buffers). It waits at the fsync of a commit, and for pages that are not there.',
};

const crowds: Text = {
  ko: '캐시에 없는 글만 PostgreSQL까지 가요. 읽기가 인기 있는 글에 몰려 있어서, 작은 캐시에도 자주 읽히는 글이 들어 있어요.',
  en: 'Only a post that is not in the cache goes on to PostgreSQL. Readers crowd at popular posts, and those are what a small cache holds.',
};

const allMiss: Text = {
  ko: '복사본이 없는 동안 온 사람은 모두 빈 캐시를 봐요. 막는 것이 없으면 저마다 같은 쿼리를 돌려요.',
  en: 'Whoever comes while there is no copy sees an empty cache. With nothing to hold them back each runs the same query.',
};

const crosses: Text = {
  ko: '읽기와 채우기 사이에 커밋과 DEL이 끼어들면, 늦게 온 옛 값이 캐시에 남아요.',
  en: 'When the commit and its DEL come between a read and its fill, the old value arrives late, and stays.',
};

export const caveat = (): Text => ({
  ko: '한 컴퓨터에서 loopback으로, 메모리에 들어가는 데이터로 쟀어요. 네트워크나 더 큰 데이터에 대해서는 말하지 않아요.',
  en: 'Measured on one machine over loopback, with data that fits into memory: nothing is said about a network, or about more data.',
});

export function discuss(data: MemoryTried): Text | null {
  const stampede = ran(data.stampede);
  const arm = stampede && wayOf(stampede, 'nothing');
  const queries = arm ? queriesPerRound(arm) : null;
  if (queries === null) return null;
  const figure = formatFigure(queries);
  return {
    ko: `키 하나가 만료될 때 쿼리가 ${figure}번 갔어요. 새벽에 캐시 서버를 다시 켜면 우리 DB에는 무슨 일이 생길까요?`,
    en: `One key expired, and the query ran ${figure} times. What happens to our database when the cache server is restarted?`,
  };
}
