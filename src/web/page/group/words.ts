import type { Text } from '../../../core/text.ts';
import type { GroupPhase } from '../../protocol.ts';
import type { Words } from '../lang.ts';

/** What a room is at, and the one key that leads on from there. */
export const phases: Readonly<Record<GroupPhase, { readonly name: Text; readonly next: Text | null }>> = {
  lobby: { name: { ko: '들어오는 중', en: 'Coming in' }, next: { ko: '투표 시작', en: 'Begin to vote' } },
  vote1: { name: { ko: '투표', en: 'Vote' }, next: { ko: '투표 닫기', en: 'Close the vote' } },
  discuss: {
    name: {
      ko: '의견이 갈렸어요. 서로 설득해 보세요',
      en: 'Split. Convince each other',
    },
    next: { ko: '다시 투표', en: 'Vote again' },
  },
  vote2: { name: { ko: '다시 투표', en: 'Vote again' }, next: { ko: '투표 닫기', en: 'Close the vote' } },
  run: {
    name: { ko: '진짜 서버로 재는 중', en: 'Measuring on real servers' },
    next: { ko: '다시 재기', en: 'Measure again' },
  },
  reveal: {
    name: { ko: '예측과 측정', en: 'Predicted and measured' },
    next: { ko: '왜 그럴까요?', en: 'Why?' },
  },
  why: { name: { ko: '이유', en: 'Why' }, next: { ko: '다음 질문', en: 'The next question' } },
  end: { name: { ko: '끝까지 왔어요', en: 'That was the last one' }, next: null },
};

export const words = {
  here: (people: number): Text => ({ ko: `${people}명이 들어왔어요`, en: `${people} have come in` }),
  votedOf: (voted: number, people: number): Text =>
    voted === 0
      ? { ko: '아직 아무도 고르지 않았어요', en: 'Nobody has voted yet' }
      : { ko: `${people}명 가운데 ${voted}명이 골랐어요`, en: `${voted} of ${people} have voted` },
  offline: (count: number): Text => ({ ko: `${count}명은 연결이 끊겨 있어요`, en: `${count} offline` }),
  closeIn: (seconds: number): Text => ({ ko: `${seconds}초 뒤에 닫기`, en: `Close it in ${seconds} s` }),
  again: { ko: '처음부터 다시', en: 'From the beginning' },
  all: { ko: '모두 골랐어요.', en: 'Everybody has voted.' },
  hands: { ko: '든 손 세기(휴대폰 없이)', en: 'Count raised hands (without phones)' },
  keep: { ko: '이 수로 하기', en: 'Take these' },
  join: { ko: '휴대폰으로 들어오기', en: 'Join by phone' },
  noLan: {
    ko: '휴대폰으로 투표하려면 redis-lab demo --lan으로 시작해 주세요. 휴대폰 없이 손을 들어도 돼요.',
    en: 'For phones, start it with redis-lab demo --lan. Without them, raise your hands.',
  },
  first: { ko: '첫 투표', en: 'first vote' },
  second: { ko: '다시 한 투표', en: 'second vote' },
  measured: { ko: '측정', en: 'measured' },
  undecided: {
    ko: '측정이 보기 가운데 하나를 고르지 못했어요.',
    en: 'The measurement decided for none of them.',
  },
  howSure: { ko: '얼마나 확실해요? (답하지 않아도 돼요)', en: 'How sure are you? (You need not say.)' },
  takeHome: { ko: '투표 결과 가져가기(이름 없이)', en: 'Take the votes home (without names)' },
  youAreIn: {
    ko: '들어왔어요. 투표가 시작되면 여기에 질문이 나와요.',
    en: 'You are in. The question comes here when the vote begins.',
  },
  onlyButtons: { ko: '버튼만 크게', en: 'Only the buttons' },
  waiting: { ko: '발표자를 기다리는 중이에요.', en: 'Waiting for the host.' },
  lookUp: { ko: '화면을 봐 주세요.', en: 'Look at the screen.' },
  changeable: { ko: '닫힐 때까지 바꿀 수 있어요.', en: 'You can change it until the vote is closed.' },
  reconnecting: {
    ko: '다시 연결하는 중이에요. 고른 것은 남아 있어요.',
    en: 'Reconnecting. Your choice is kept.',
  },
  yours: { ko: '내가 고른 것', en: 'your choice' },
} as const satisfies Words;

/** What the clock says that runs in this phase. */
export function closingWords(phase: GroupPhase, seconds: number): Text {
  if (phase !== 'discuss')
    return seconds === 0
      ? { ko: '투표를 닫고 있어요', en: 'The vote closes' }
      : { ko: `${seconds}초 뒤에 투표가 닫혀요`, en: `The vote closes in ${seconds} s` };
  const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return seconds === 0
    ? { ko: '이야기할 시간이 끝났어요', en: 'The time to talk is over' }
    : { ko: `${left} 남았어요`, en: `${left} left` };
}
