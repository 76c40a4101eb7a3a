import type { Text } from '../../../core/text.ts';

export const words = {
  lost: {
    ko: 'redis-lab demo와 연결이 끊겼어요. 터미널에서 아직 실행 중인지 봐 주세요. 돌아오면 이어서 보여요.',
    en: 'No connection to redis-lab demo. See whether it still runs in its terminal; the page goes on when it is back.',
  },
  connecting: { ko: '연결하는 중이에요…', en: 'Connecting…' },
  labs: { ko: '실험', en: 'Labs' },
  kept: { ko: '최근 기록', en: 'Latest runs' },
  noneKept: { ko: '아직 기록이 없어요. 실험을 하나 골라 보세요.', en: 'None yet. Choose a lab.' },
  back: { ko: '← 실험 목록', en: '← All labs' },
  minutes: { ko: '분', en: ' min' },
  claims: { ko: '검증할 주장', en: 'The claims it tests' },
  predict: { ko: '먼저 예측해 보세요', en: 'First, your prediction' },
  predictAim: {
    ko: '고르지 않은 질문은 채점하지 않아요. 결과가 나오면 예측 옆에 측정값이 보여요.',
    en: 'What you leave open is not graded. The measurement stands beside your prediction afterwards.',
  },
  noIdea: { ko: '고르지 않기', en: 'I leave it open' },
  how: { ko: '얼마나 꼼꼼히 잴까요?', en: 'How thorough?' },
  quick: { ko: '빠르게', en: 'quick' },
  default: { ko: '보통', en: 'as usual' },
  full: { ko: '꼼꼼히', en: 'thorough' },
  change: { ko: '값 바꾸기', en: 'Change the settings' },
  include: { ko: '이 막도 하기', en: 'run this act' },
  start: { ko: '진짜 서버로 실행하기', en: 'Run it on real servers' },
  together: { ko: '여럿이 투표하고 실행하기', en: 'Vote in a group, then run it' },
  ladder: { ko: '하나씩 일으켜 보세요', en: 'Make it happen, one at a time' },
  allDone: {
    ko: '모두 해냈어요. 더 망가뜨려 보거나 멈춰 주세요.',
    en: 'All of it has happened. Break it some more, or stop it.',
  },
  byHand: { ko: '직접 망가뜨려 보기', en: 'Break it by hand' },
  running: { ko: '실행 중', en: 'Running' },
  stop: { ko: '멈추기', en: 'Stop' },
  stopping: { ko: '멈추는 중이에요…', en: 'Stopping…' },
  soFar: { ko: '지금까지', en: 'So far' },
  nothing: { ko: '서버를 띄우고 있어요…', en: 'Starting the servers…' },
  skipped: { ko: '건너뜀', en: 'skipped' },
  yours: { ko: '내 예측', en: 'your prediction' },
  measured: { ko: '측정', en: 'measured' },
  undecided: { ko: '측정이 하나를 고르지 못했어요', en: 'the measurement decided for none' },
  loading: { ko: '결과를 가져오는 중이에요…', en: 'Fetching the result…' },
  range: { ko: '범위', en: 'range' },
} as const satisfies Record<string, Text>;

/** What is counted while a run goes on, in the order of a message's life. */
export const kinds: readonly (readonly [kind: string, name: Text])[] = [
  ['send', { ko: '보냄', en: 'sent' }],
  ['recv', { ko: '받음', en: 'received' }],
  ['ack', { ko: '확인됨', en: 'acknowledged' }],
  ['drop', { ko: '도착하지 않음', en: 'never arrived' }],
  ['command', { ko: '명령', en: 'commands' }],
  ['state', { ko: '상태 변화', en: 'changes of state' }],
];
