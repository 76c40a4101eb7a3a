// Why it came out like this, what the figures cannot show, and a question to talk about.
import { formatFigure, ran, type Text } from '../../../src/kit/judge.ts';
import type { MemoryTried } from '../data.ts';
import { queriesPerRound, wayOf } from '../parts/saved.ts';

export const why = (): Text => ({
  ko: '디스크 DB도 읽은 페이지를 메모리에 둬요(문서: Resource Consumption, shared_buffers). 기다림은 커밋할 때의 fsync와 메모리에 없는 페이지에 있어요.',
  en: 'A disk database keeps the pages it has read in memory, too (docs: Resource Consumption, shared_buffers). It waits at the fsync of a commit, and for pages that are not there.',
});

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
