import { formatFigure, type Shown } from '../../../src/kit/judge.ts';
import type { FullArm, FullData, Policy } from '../data.ts';
import type { params } from '../settings.ts';

const armOf = ({ arms }: FullData, policy: Policy) => arms.find((arm) => arm.policy === policy);

export const fullShown: Shown<FullData, typeof params> = {
  title: { ko: '가득 찬 메모리', en: 'Memory that is full' },
  aim: {
    ko: '세션 저장소의 메모리(maxmemory)가 다 찼는데 사람들이 더 로그인해요.',
    en: 'A session store has used up its maxmemory, and more people sign in.',
  },
  predict: {
    prompt: {
      ko: 'Redis를 기본 정책(noeviction) 그대로 세션 저장소로 써요. 메모리가 다 찼을 때 새로 로그인하는 사람에게 무슨 일이 생길까요?',
      en: 'Redis is the session store, with its default policy (noeviction). Its memory is used up. What happens to who signs in next?',
    },
    hints: {
      concept: {
        ko: '정책은 누구를 내보낼지 정해요. 아무도 내보내지 않는 것도 정책이에요.',
        en: 'The policy says who has to go. That nobody goes is a policy, too.',
      },
      pointer: { ko: 'noeviction 줄의 거절을 보세요.', en: 'Look at the refusals in the row noeviction.' },
    },
    choices: [
      {
        id: 'evicts',
        label: { ko: '가장 오래 쉰 세션이 밀려나요', en: 'The session that rested longest has to go' },
        misconception: {
          ko: '그것은 lru 정책이에요. 기본값은 noeviction이에요(문서: Key eviction).',
          en: 'That is what the policies with lru do; the default is noeviction (docs: Key eviction).',
        },
      },
      {
        id: 'refused',
        label: { ko: '로그인이 오류로 거절돼요', en: 'The sign-in is refused with an error' },
      },
      {
        id: 'grows',
        label: { ko: '한도를 조금 넘겨서 받아 줘요', en: 'It is taken: the limit gives a little' },
        misconception: {
          ko: '한도에 닿으면 메모리를 더 쓰는 명령은 거절돼요. 자세히 보기에서 서버가 돌려준 오류를 보세요.',
          en: 'At the limit a command that takes memory is refused: see the words of the server.',
        },
      },
    ],
    answer: (data) => {
      const arm = armOf(data, 'noeviction');
      if (!arm || arm.signIns === 0) return null;
      if (arm.refused > 0) return 'refused';
      return arm.idleLost + arm.activeLost > 0 ? 'evicts' : 'grows';
    },
  },
  headline: (data) => {
    const [none, lru, random] = [
      armOf(data, 'noeviction'),
      armOf(data, 'volatile-lru'),
      armOf(data, 'allkeys-random'),
    ];
    if (!none || !lru || !random) return { ko: '재지 못했어요', en: 'nothing was measured' };
    const refused = formatFigure(none.refused, 'count');
    return {
      ko: `noeviction: 로그인 ${refused}번 거절 · 쓰던 세션 유실: volatile-lru ${lru.activeLost}개, allkeys-random ${random.activeLost}개`,
      en: `noeviction: ${refused} sign-ins refused · active sessions lost: volatile-lru ${lru.activeLost}, allkeys-random ${random.activeLost}`,
    };
  },
  show: ({ arms }) => [
    {
      kind: 'table',
      id: 'full',
      title: { ko: '메모리가 다 찬 뒤', en: 'Once memory was used up' },
      columns: [
        { id: 'policy', title: { ko: '정책', en: 'policy' } },
        { id: 'refused', title: { ko: '거절된 로그인', en: 'sign-ins refused' }, unit: 'percent' },
        { id: 'active', title: { ko: '쓰던 세션 유실', en: 'active lost' }, unit: 'percent' },
        { id: 'idle', title: { ko: '쉬던 세션 유실', en: 'resting lost' }, unit: 'percent' },
        { id: 'settings', title: { ko: 'TTL 없는 키 유실', en: 'keys without TTL' }, unit: 'percent' },
      ],
      rows: arms.map((arm) => ({
        id: arm.policy,
        cells: [
          arm.policy,
          share(arm.refused, arm.signIns),
          share(arm.activeLost, arm.active),
          share(arm.idleLost, arm.idle),
          share(arm.settingsLost, arm.settings),
        ],
      })),
      notes: notesOf(arms),
    },
  ],
};

const share = (part: number, of: number): number | null => (of > 0 ? (part / of) * 100 : null);

function notesOf([first]: readonly FullArm[]) {
  if (!first) return [];
  const [active, settings] = [formatFigure(first.active, 'count'), formatFigure(first.settings, 'count')];
  return [
    {
      ko: `쓰던 세션 ${active}개는 로그인이 몰리기 직전에 읽었어요. TTL 없는 키 ${settings}개는 앱의 설정이고, 아무도 읽지 않았어요.`,
      en: `The ${active} active sessions were read just before more people came. The ${settings} keys without a TTL are settings of the app that nobody read.`,
    },
    ...(first.said === null ? [] : [{ ko: `거절하는 말: ${first.said}`, en: `In its words: ${first.said}` }]),
  ];
}
