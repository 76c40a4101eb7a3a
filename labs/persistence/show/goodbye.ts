import type { Shown } from '../../../src/kit/judge.ts';
import type { EndedData } from '../data.ts';
import { armOf, lostOf, shareLost } from '../parts/lost.ts';
import type { params } from '../settings.ts';
import { lostText } from '../words.ts';
import { endedBlocks } from './ended.ts';

export const goodbyeShown: Shown<EndedData, typeof params> = {
  title: { ko: '정상 종료', en: 'Stopped politely' },
  aim: {
    ko: '쓰는 도중에 SIGTERM을 보내요. 다시 켰을 때 무엇이 남는지 봐요.',
    en: 'SIGTERM comes in the middle of the writes: what is there after a restart?',
  },
  predict: {
    prompt: {
      ko: 'RDB를 기본 설정으로 쓰는 Redis예요. 쓰기를 받기 시작하고 곧 systemctl stop(SIGTERM)으로 멈췄다가 다시 켜요. 확인받은 쓰기는 어떻게 될까요?',
      en: 'A Redis with RDB as it is by default. Soon after the first writes it is stopped with systemctl stop (SIGTERM) and started again. What becomes of the acknowledged writes?',
    },
    hints: {
      concept: {
        ko: 'SIGTERM은 부탁이에요. 받은 프로그램에는 무언가를 할 시간이 있어요.',
        en: 'SIGTERM is a request: who gets it has time to do something.',
      },
      pointer: {
        ko: '저장 안 함과 RDB 기본 설정, 두 줄의 유실을 비교해 보세요.',
        en: 'Compare what the rows "nothing" and "RDB, by default" lost.',
      },
    },
    choices: [
      { id: 'none', label: { ko: '모두 남아요', en: 'All of them are there' } },
      {
        id: 'all',
        label: {
          ko: '모두 사라져요. 저장할 때가 아직 안 됐어요',
          en: 'All are gone: no save point was due yet',
        },
        misconception: {
          ko: '저장 시점(save)이 하나라도 있으면 Redis는 SIGTERM을 받고 끝나기 전에 스냅샷을 써요(문서: SHUTDOWN).',
          en: 'With any save point configured Redis writes a snapshot before it ends on SIGTERM (docs: SHUTDOWN).',
        },
      },
      {
        id: 'some',
        label: { ko: '마지막 몇 초의 것만 사라져요', en: 'Only those of the last seconds are gone' },
        misconception: {
          ko: '끝나기 전의 스냅샷에는 그때까지의 것이 모두 들어가요(문서: SHUTDOWN).',
          en: 'The snapshot before the end holds everything up to then (docs: SHUTDOWN).',
        },
      },
    ],
    answer: (data) => shareLost(armOf(data, 'rdb')),
  },
  headline: (data) => {
    const [none, rdb] = [armOf(data, 'none'), armOf(data, 'rdb')];
    if (!none || !rdb) return { ko: '재지 못했어요', en: 'nothing was measured' };
    const [without, byDefault] = [lostText(lostOf(none), none.acked), lostText(lostOf(rdb), rdb.acked)];
    return {
      ko: `저장 안 함: ${without.ko} · RDB: ${byDefault.ko}`,
      en: `nothing: ${without.en} · RDB: ${byDefault.en}`,
    };
  },
  show: (data) => endedBlocks(data, { ko: 'SIGTERM 뒤에', en: 'After SIGTERM' }),
};
