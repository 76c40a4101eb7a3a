import type { Text } from '../../core/text.ts';
import type { Words } from './lang.ts';

/** Of a replay. */
export const words = {
  replay: { ko: '다시 보기', en: 'Replay' },
  live: { ko: '지금 일어나는 일', en: 'Happening now' },
  measuring: { ko: '측정 중', en: 'being measured' },
  act: { ko: '막', en: 'Act' },
  arm: { ko: '조건', en: 'Arm' },
  wholeAct: { ko: '막 전체', en: 'the whole act' },
  beside: { ko: '나란히 비교', en: 'Side by side' },
  nothingBeside: { ko: '비교하지 않음', en: 'no comparison' },
  stage: { ko: '무대', en: 'Stage' },
  diagram: { ko: '시공간 도표', en: 'Space-time diagram' },
  feed: { ko: '명령과 메시지', en: 'Commands and messages' },
  toStart: { ko: '처음으로', en: 'To the start' },
  stepBack: { ko: '한 이벤트 뒤로', en: 'Step back' },
  play: { ko: '재생', en: 'Play' },
  pause: { ko: '멈춤', en: 'Pause' },
  step: { ko: '한 이벤트 앞으로', en: 'Step' },
  toEnd: { ko: '끝으로', en: 'To the end' },
  speed: { ko: '속도', en: 'Speed' },
  position: { ko: '재생 위치', en: 'Position' },
  help: { ko: '단축키', en: 'Keys' },
  close: { ko: '닫기', en: 'Close' },
  filter: { ko: '골라 보기', en: 'Show' },
  everything: { ko: '전부', en: 'everything' },
  messages: { ko: '메시지', en: 'messages' },
  commands: { ko: '명령', en: 'commands' },
  faults: { ko: '장애와 표시', en: 'faults and marks' },
  clear: { ko: '지우기', en: 'Clear' },
  wrap: { ko: '줄 바꿈', en: 'Wrap lines' },
  nothingYet: { ko: '아직 아무 일도 없어요.', en: 'Nothing has happened yet.' },
  counts: { ko: '지금까지 센 것', en: 'Counted so far' },
  soFar: { ko: '지금까지', en: 'So far' },
  inAll: { ko: '모두', en: 'In all' },
  difference: { ko: '차이', en: 'Difference' },
  what: { ko: '종류', en: 'What' },
  shortened: { ko: '여기서 줄인 이벤트도 세었어요.', en: 'What was left out of the trace is counted.' },
  thinned: {
    ko: '간추려 그려요 (정확한 수는 표에)',
    en: 'Drawn in outline (the table has the exact counts)',
  },
  measured: { ko: '측정', en: 'measured' },
  model: { ko: '모델(계산한 것)', en: 'a model: calculated' },
  others: { ko: '그 밖의', en: 'others:' },
  waiting: { ko: '도착했는지 아직 몰라요', en: 'on its way, and nothing more is known yet' },
  neverArrived: { ko: '도착하지 않은 메시지', en: 'never arrived' },
  moreChannels: (count: number): Text => ({ ko: `그 밖의 채널 ${count}개`, en: `${count} channels more` }),
} as const satisfies Words;

/** The kinds of the table of counts, in the order in which they are read. */
export const countWords = {
  send: { ko: '보낸 메시지', en: 'messages sent' },
  recv: { ko: '받은 메시지', en: 'messages received' },
  ack: { ko: '확인 응답', en: 'acknowledgements' },
  drop: { ko: '도착하지 않은 메시지', en: 'messages that never arrived' },
  command: { ko: '명령', en: 'commands' },
  state: { ko: '상태 변화', en: 'changes of state' },
  place: { ko: '화면에 찍힌 위치', en: 'places on a map' },
  sample: { ko: '측정값', en: 'samples' },
  mark: { ko: '표시', en: 'marks' },
} as const satisfies Words;

export const keyHelp: readonly (readonly [key: string, does: Text])[] = [
  ['Space', { ko: '재생하거나 멈춰요', en: 'play or pause' }],
  ['← →', { ko: '한 이벤트씩 움직여요', en: 'one event back or forth' }],
  ['Shift ← →', { ko: '앞뒤의 장애나 표시로 가요', en: 'to the fault or mark before or after' }],
  ['Home · End', { ko: '처음이나 끝으로 가요', en: 'to the start or the end' }],
  ['?', { ko: '이 도움말을 열고 닫아요', en: 'these keys' }],
];

/** Of a page of the diagram: what is given up on it was sent before. */
export function sentEarlier(count: number): Text {
  return {
    ko: `도착하지 않은 메시지 ${count}개는 앞서 보낸 때부터 그려요`,
    en: `messages that never arrived, drawn from their sending: ${count}`,
  };
}

/** `1/200배속`, `2배속`. */
export function speedText(speed: number): Text {
  const figure = speed < 1 ? `1/${Math.round(1 / speed)}` : `${speed}`;
  return { ko: `${figure}배속`, en: `${figure} ×` };
}

/** Of a figure in µs, as fine as what happens there: `0.084 ms`, `12.3 ms`, `2.41초`. */
export function timeText(us: number): Text {
  const ms = Math.max(0, us) / 1e3;
  if (ms >= 1_000) return { ko: `${(ms / 1e3).toFixed(2)}초`, en: `${(ms / 1e3).toFixed(2)} s` };
  const text = `${ms.toFixed(ms < 10 ? 3 : ms < 100 ? 2 : 1)} ms`;
  return { ko: text, en: text };
}
