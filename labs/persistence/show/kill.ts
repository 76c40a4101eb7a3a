import type { Shown, Text } from '../../../src/kit/judge.ts';
import type { KillData } from '../data.ts';
import { armOf, lostOf, shareLost } from '../parts/lost.ts';
import type { params } from '../settings.ts';
import { lostText } from '../words.ts';
import { endedBlocks } from './ended.ts';

export const killShown: Shown<KillData, typeof params> = {
  title: { ko: 'kill -9', en: 'kill -9' },
  aim: {
    ko: '이번에는 인사할 틈 없이 죽여요. 컴퓨터는 살아 있어요.',
    en: 'Now without a goodbye: the process dies, the machine lives on.',
  },
  predict: {
    prompt: {
      ko: 'AOF를 쓰되 appendfsync는 no라서, Redis는 디스크에 내리라고 한 번도 말하지 않아요. 쓰는 도중에 kill -9로 죽여요. 확인받은 쓰기는 어떻게 될까요?',
      en: 'AOF with appendfsync no: Redis never tells the disk to write anything down. It is killed with -9 in the middle of the writes. What becomes of the acknowledged ones?',
    },
    hints: {
      concept: {
        ko: 'write는 커널에 건네는 일이고, fsync는 커널에게 디스크에 내리라고 하는 일이에요. 죽은 것은 누구인가요?',
        en: 'write hands something to the kernel, fsync tells the kernel to bring it to the disk. Who has died?',
      },
      pointer: {
        ko: 'AOF 세 줄의 유실을 서로 비교해 보세요.',
        en: 'Compare what the three rows of AOF lost.',
      },
    },
    choices: [
      {
        id: 'all',
        label: { ko: '모두 사라져요. fsync를 안 했으니까요', en: 'All are gone: nothing was synced' },
        misconception: {
          ko: 'write로 건넨 것은 커널의 페이지 캐시에 있고, 프로세스가 죽어도 커널은 살아 있어요(매뉴얼: write(2)).',
          en: 'What was handed over by write lies in the page cache of the kernel, and the kernel lives on (man: write(2)).',
        },
      },
      {
        id: 'some',
        label: { ko: '마지막 1초쯤의 것이 사라져요', en: 'About the last second is gone' },
        misconception: {
          ko: '1초는 정전이 났을 때의 이야기예요. 여기서는 프로세스만 죽었어요.',
          en: 'That second is what a power cut can take. Here only the process died.',
        },
      },
      { id: 'none', label: { ko: '모두 남아요', en: 'All of them are there' } },
    ],
    answer: (data) => shareLost(armOf(data, 'aof-no')),
  },
  headline: (data) => {
    const [aof, rdb] = [armOf(data, 'aof-no'), armOf(data, 'rdb')];
    if (!aof || !rdb) return { ko: '재지 못했어요', en: 'nothing was measured' };
    const [unsynced, byDefault] = [lostText(lostOf(aof), aof.acked), lostText(lostOf(rdb), rdb.acked)];
    return {
      ko: `AOF no: ${unsynced.ko} · RDB: ${byDefault.ko}`,
      en: `AOF no: ${unsynced.en} · RDB: ${byDefault.en}`,
    };
  },
  show: (data) => endedBlocks(data, { ko: 'kill -9 뒤에', en: 'After kill -9' }, slowNotes(data)),
  warnings: ({ noSlowDisk }) =>
    noSlowDisk
      ? [
          {
            ko: `fsync가 느릴 때의 everysec은 재지 않았어요: ${noSlowDisk.ko}`,
            en: `everysec while an fsync is slow was not measured: ${noSlowDisk.en}`,
          },
        ]
      : [],
};

const slowNotes = (data: KillData): Text[] =>
  armOf(data, 'aof-everysec-slow')
    ? [
        {
          ko: '느린 fsync: fsync를 일부러 늦췄어요. fsync가 도는 동안 Redis는 쓰기를 2초까지 메모리에 쥐고 있다가 커널에 건네요(문서: Latency).',
          en: 'slow fsync: it was made slow on purpose. While one is under way Redis holds writes back in its own memory for up to 2 s before it hands them over (docs: Latency).',
        },
      ]
    : [];
