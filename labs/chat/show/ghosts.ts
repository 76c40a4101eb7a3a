import { formatQuantity, median, type Shown, type TableBlock } from '../../../src/kit/judge.ts';
import type { GhostsData } from '../data.ts';
import type { params } from '../settings.ts';

export const ghostsShown: Shown<GhostsData, typeof params> = {
  title: { ko: '남은 이름', en: 'Who is still here?' },
  aim: {
    ko: '서버가 끝나면 그 서버에 있던 사람이 언제 목록에서 빠지는지 봐요.',
    en: 'A server ends: when do the others see its people go?',
  },
  predict: {
    prompt: {
      ko: '접속자 목록은 Redis에 있고, 서버마다 "나 살아 있어요"라는 표시(lease)를 계속 갱신해요. 서버를 kill -9로 죽이면 그 서버의 사람들은 언제 목록에서 빠질까요?',
      en: 'Who is here stands in Redis, and each server keeps renewing a lease. A server is killed with -9. When do its people leave the list?',
    },
    choices: [
      {
        id: 'at-once',
        label: { ko: '바로. 연결이 끊겼으니까요', en: 'At once: their connections are gone' },
        misconception: {
          ko: '연결이 끊긴 것을 아는 서버가 죽었어요. 다른 서버는 lease가 끝나야 알 수 있어요.',
          en: 'The server that would notice is the one that died. The others learn of it when the lease runs out.',
        },
      },
      { id: 'lease', label: { ko: 'lease가 끝날 즈음', en: 'About when the lease runs out' } },
      {
        id: 'never',
        label: { ko: '누가 지울 때까지 남아요', en: 'Not until somebody removes them' },
        misconception: {
          ko: '그래서 lease를 둬요. 끝난 lease를 본 다른 서버가 대신 지워 줘요.',
          en: 'That is what the lease is for: another server sees that it ran out, and cleans up.',
        },
      },
    ],
    answer({ goneAfterMs, leaseMs, people }) {
      if (goneAfterMs.length < people) return 'never';
      return Math.min(...goneAfterMs) > leaseMs / 2 ? 'lease' : 'at-once';
    },
  },
  headline: ({ goneAfterMs, drainedGoneAfterMs }) => ({
    ko: `목록에서 빠지기까지: kill -9 ${quantity(goneAfterMs)}, 인사하고 끝난 서버 ${quantity(drainedGoneAfterMs)}`,
    en: `until they are off the list: ${quantity(goneAfterMs)} after kill -9, ${quantity(drainedGoneAfterMs)} after a goodbye`,
  }),
  show: (data) => [table(data)],
};

const quantity = (times: readonly number[]) => formatQuantity(Math.max(...times), 'ms');

function table({ people, leaseMs, goneAfterMs, drainedGoneAfterMs }: GhostsData): TableBlock {
  const row = (id: string, ko: string, en: string, times: readonly number[]) => ({
    id,
    cells: [{ ko, en }, people, times.length, median(times), Math.max(...times)],
  });
  return {
    kind: 'table',
    id: 'ghosts',
    title: { ko: '서버가 끝난 뒤', en: 'After a server ended' },
    columns: [
      { id: 'end', title: { ko: '끝난 방법', en: 'how it ended' } },
      { id: 'people', title: { ko: '그 서버의 사람', en: 'its people' }, unit: 'persons' },
      { id: 'gone', title: { ko: '목록에서 빠짐', en: 'off the list' }, unit: 'persons' },
      { id: 'median', title: { ko: '중앙값', en: 'median' }, unit: 'ms' },
      { id: 'last', title: { ko: '마지막 사람', en: 'the last one' }, unit: 'ms' },
    ],
    rows: [
      row('killed', 'kill -9', 'kill -9', goneAfterMs),
      row('drained', '인사하고 끝남(SIGTERM)', 'with a goodbye (SIGTERM)', drainedGoneAfterMs),
    ],
    notes: [
      {
        ko: `lease는 ${leaseMs} ms예요. 기다리지 않도록 실제 설정(8초)의 4분의 1로 줄였어요.`,
        en: `The lease is ${leaseMs} ms: a quarter of the real setting (8 s), so that nobody has to wait.`,
      },
    ],
  };
}
