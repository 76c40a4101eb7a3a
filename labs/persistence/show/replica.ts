import type { Shown, Text } from '../../../src/kit/judge.ts';
import type { Failover, ReplicaData } from '../data.ts';
import type { params } from '../settings.ts';
import { failoverWords, lostText } from '../words.ts';

const armOf = ({ arms }: ReplicaData, failover: Failover) => arms.find((arm) => arm.failover === failover);

export const replicaShown: Shown<ReplicaData, typeof params> = {
  title: { ko: '복제본', en: 'A replica' },
  aim: {
    ko: '디스크 대신 다른 서버에 복사해 둬요. 프라이머리(primary)가 죽고 복제본이 이어받아요.',
    en: 'A copy on another server in place of the disk. The primary dies, and a replica takes over.',
  },
  predict: {
    prompt: {
      ko: '복제본이 둘이에요. 쓰고 나서 WAIT 1로 복제본 하나가 받았다는 확인까지 기다려요. 프라이머리(primary)가 죽고, 그동안 네트워크가 막혀 있던 다른 복제본이 이어받아요. 확인까지 받은 쓰기는 어떻게 될까요?',
      en: 'There are two replicas. After each batch WAIT 1 says that one of them has it. The primary dies, and the other one, whose network had gone silent, takes over. What becomes of the writes that were confirmed?',
    },
    hints: {
      concept: {
        ko: 'WAIT은 몇이나 받았는지 세요. 누가 이어받을지도 정할까요?',
        en: 'WAIT counts how many have it. Does it choose who takes over?',
      },
      pointer: {
        ko: '"WAIT, 다른 쪽이 이어받음" 줄의 마지막 열을 보세요.',
        en: 'Look at the last column of the row "WAIT, the other takes over".',
      },
    },
    choices: [
      {
        id: 'kept',
        label: { ko: '모두 남아요. 확인받았으니까요', en: 'All are there: they were confirmed' },
        misconception: {
          ko: 'WAIT은 몇 대가 받았는지를 알려 줄 뿐이고, 이어받을 복제본을 고르는 것은 다른 일이에요(문서: WAIT).',
          en: 'WAIT says how many have it; which replica takes over is decided elsewhere (docs: WAIT).',
        },
      },
      { id: 'lost', label: { ko: '일부가 사라져요', en: 'Some are gone' } },
    ],
    answer: (data) => {
      const arm = armOf(data, 'wait-other');
      if (!arm?.confirmed) return null;
      return arm.confirmedLost > 0 ? 'lost' : 'kept';
    },
  },
  headline: (data) => {
    const [same, other] = [armOf(data, 'wait'), armOf(data, 'wait-other')];
    if (!same || !other) return { ko: '재지 못했어요', en: 'nothing was measured' };
    const [kept, gone] = [same, other].map((arm) => lostText(arm.confirmedLost, arm.confirmed ?? 0)) as [
      Text,
      Text,
    ];
    return {
      ko: `WAIT이 확인한 것: 받은 복제본이 이어받자 ${kept.ko} · 다른 복제본이 이어받자 ${gone.ko}`,
      en: `confirmed by WAIT: the replica that has it took over, ${kept.en} · another one did, ${gone.en}`,
    };
  },
  show: ({ arms }) => [
    {
      kind: 'table',
      id: 'failover',
      title: { ko: '복제본이 이어받은 뒤', en: 'After the failover' },
      columns: [
        { id: 'failover', title: { ko: '쓴 방법', en: 'what was done' } },
        { id: 'acked', title: { ko: 'OK를 받음', en: 'got OK' }, unit: 'count' },
        { id: 'lost', title: { ko: '그 가운데 유실', en: 'of them lost' }, unit: 'count' },
        { id: 'confirmed', title: { ko: 'WAIT의 확인', en: 'confirmed' }, unit: 'count' },
        { id: 'confirmed-lost', title: { ko: '그 가운데 유실', en: 'of them lost' }, unit: 'count' },
      ],
      rows: arms.map((arm) => ({
        id: arm.failover,
        cells: [
          failoverWords[arm.failover],
          arm.acked,
          arm.lost,
          arm.confirmed,
          arm.confirmed === null ? null : arm.confirmedLost,
        ],
      })),
      notes: [
        {
          ko: '뒤의 절반을 쓰는 동안 이어받을 복제본으로 가는 길을 우리 프록시로 막았어요. 프라이머리는 그동안에도 OK라고 해요.',
          en: 'During the second half the line to the one that takes over was silent (our proxy). The primary says OK all the same.',
        },
        {
          ko: 'WAIT 1은 복제본 한 대가 받을 때까지 기다려요. 제때 받은 복제본이 없어도 쓰기는 취소되지 않아요(문서: WAIT).',
          en: 'WAIT 1 waits for one replica. Where none has it in time the write is not taken back (docs: WAIT).',
        },
      ],
    },
  ],
};
