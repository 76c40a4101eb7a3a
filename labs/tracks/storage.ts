import type { Track } from '../../src/kit/judge.ts';

/** Where to keep what: memory, disk, and a cache between them. */
export const storage: Track = {
  id: 'storage',
  title: { ko: '어디에 둘까: 메모리, 디스크, 캐시', en: 'Where to keep it: memory, disk, a cache' },
  steps: [
    {
      lab: 'memory-vs-disk',
      act: 'kinds',
      minutes: 10,
      story: {
        ko: '글 목록이 느려졌어요. 누군가 말해요. "Redis로 옮기자. 메모리니까 수십 배 빨라."',
        en: 'The list of posts is slow. Somebody says: "Move it to Redis. It is memory, so it is tens of times faster."',
      },
      change: {
        params: { callers: '100' },
        ask: {
          ko: '호출자가 100명이면 디스크를 기다리는 쓰기는 몇 배 차이일까요?',
          en: 'With 100 callers, what is the factor of the writes that wait for the disk?',
        },
      },
      ask: [
        {
          ko: '읽기와 쓰기 가운데 어느 쪽에서 배수가 컸나요?',
          en: 'Where was the factor large: with reads or with writes?',
        },
        {
          ko: '디스크를 기다리는 Redis(AOF always)는 어느 줄에 가까웠나요?',
          en: 'To which rows was a Redis that waits for the disk (AOF always) close?',
        },
      ],
      recap: {
        ko: '배수는 하나가 아니에요. 디스크를 기다리는지, 소켓을 건너는지가 배수를 정해요.',
        en: 'There is no one factor: it is set by who waits for the disk, and who crosses a socket.',
      },
    },
    {
      lab: 'memory-vs-disk',
      act: 'cold',
      minutes: 8,
      story: {
        ko: '배포하다가 DB를 다시 켰더니 한동안 느렸어요.',
        en: 'After a deploy that restarted the database everything was slow for a while.',
      },
      ask: [
        {
          ko: '다시 켠 뒤 누가 언제 데이터를 읽었나요?',
          en: 'After the restart, who read the data, and when?',
        },
        { ko: '우리가 비우지 못한 캐시는 무엇이었나요?', en: 'Which caches could not be emptied?' },
      ],
      recap: {
        ko: 'Redis는 켜질 때 한꺼번에, 디스크 DB는 누가 달라고 할 때 조금씩 읽어요.',
        en: 'Redis loads everything when it starts; a disk database reads as somebody asks.',
      },
    },
    {
      lab: 'memory-vs-disk',
      act: 'cache',
      minutes: 9,
      story: {
        ko: 'PostgreSQL은 그대로 두고 Redis를 앞에 두기로 했어요. 메모리는 얼마나 필요할까요?',
        en: 'PostgreSQL stays, and Redis goes in front. How much memory does that take?',
      },
      ask: [
        {
          ko: '캐시의 크기를 다섯 배로 하면 적중률은 얼마나 올랐나요?',
          en: 'With five times the room, how much higher was the hit ratio?',
        },
        { ko: 'TTL은 무엇을 주고 무엇을 가져갔나요?', en: 'What did the TTL give, and what did it take?' },
      ],
      recap: {
        ko: '몇 개의 글에 몰리기 때문에 작은 캐시도 많이 덜어 줘요.',
        en: 'Readers crowd at a few posts, so even a small cache takes much of the load.',
      },
    },
    {
      lab: 'memory-vs-disk',
      act: 'stampede',
      minutes: 9,
      story: {
        ko: '점심 12시 정각, 첫 화면의 캐시가 만료되자 DB가 멈췄어요.',
        en: 'At noon the copy of the front page expired, and the database stood still.',
      },
      ask: [
        { ko: '같은 쿼리가 왜 여러 번 실행됐나요?', en: 'Why did the same query run several times?' },
        { ko: '락을 쓰면 기다리는 사람은 누구인가요?', en: 'With a lock, who has to wait?' },
      ],
      recap: {
        ko: '캐시가 비는 순간, 덜어 주던 부하가 한꺼번에 돌아와요. 누가 채울지 정해 둬요.',
        en: 'When a cache is empty, the load it took comes back at once. Decide beforehand who fills it.',
      },
    },
    {
      lab: 'memory-vs-disk',
      act: 'stale',
      minutes: 8,
      story: {
        ko: '글을 고쳤는데 친구에게는 옛 글이 보인대요. DEL은 분명히 했는데요.',
        en: 'A post was edited, but a friend still sees the old one. DEL was called, for sure.',
      },
      ask: [
        {
          ko: '느린 독자는 어떤 순서로 옛 값을 되돌려 놓았나요?',
          en: 'In which order did the slow reader bring the old value back?',
        },
        {
          ko: '리스는 무엇을 보고 늦은 값을 거절하나요?',
          en: 'By what does a lease refuse a value that comes late?',
        },
      ],
      recap: {
        ko: '지우는 것과 채우는 것이 엇갈릴 수 있어요. TTL은 그 실수의 끝을 정해 줘요.',
        en: 'Deleting and filling can cross. A TTL puts an end to that mistake.',
      },
    },
    {
      lab: 'persistence',
      act: 'full',
      minutes: 9,
      story: {
        ko: '이제 세션도 Redis에 둬요. 어느 날 메모리가 다 찼어요.',
        en: 'Sessions are in Redis as well now. One day its memory is full.',
      },
      ask: [
        { ko: '기본 정책에서는 누가 피해를 봤나요?', en: 'Under the default policy, who was hit?' },
        {
          ko: '캐시와 세션을 한 Redis에 두면 무엇이 곤란할까요?',
          en: 'What is the trouble with a cache and sessions in one Redis?',
        },
      ],
      recap: {
        ko: '캐시는 사라져도 DB에 있지만, 세션은 사라지면 로그아웃이에요.',
        en: 'What goes from a cache is still in the database; a session that goes is a logout.',
      },
    },
  ],
};
