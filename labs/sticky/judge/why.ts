import { formatFigure, ran, type Text } from '../../../src/kit/judge.ts';
import type { StickyTried } from '../data.ts';
import { movedPercent, resultOf } from '../parts/figures.ts';

const joined = (texts: readonly Text[]): Text => ({
  ko: texts.map(({ ko }) => ko).join(' '),
  en: texts.map(({ en }) => en).join(' '),
});

/** A reason is told where this run shows it. */
export function why(data: StickyTried): Text {
  if (ran(data.proof)) return whyProved;
  const [sockets, race, crash] = [ran(data['web-sockets']), ran(data.race), ran(data.crash)];
  const inRedis = ran(data.sessions)?.find(({ store }) => store === 'redis');
  const getSet = race?.arms.find(({ way }) => way === 'get-set');
  const turns = ran(data.handshakes)?.arms.find(({ arm }) => arm === 'round_robin');
  const paused = ran(data['in-the-path'])?.paused;
  const unchecked = crash?.arms.find(({ way }) => way === 'no-check');
  const reasons: readonly (readonly [shown: boolean, reason: Text])[] = [
    [
      sockets !== null &&
        sockets.framesElsewhere === 0 &&
        sockets.requestsMeanwhile.every((some) => some > 0),
      {
        ko: '로드밸런서는 요청마다 서버를 고르고, 열린 WebSocket은 요청 하나예요.',
        en: 'A balancer picks a server per request, and an open WebSocket is one request.',
      },
    ],
    [
      ran(data.model) !== null,
      {
        ko: 'ip_hash는 주소를 나눈 나머지로 고르고(모델), 쿠키는 고른 서버를 기억해요.',
        en: 'ip_hash picks by remainder (model); a cookie carries the choice along.',
      },
    ],
    [
      inRedis !== undefined && inRedis.requests > 0 && inRedis.found === inRedis.requests,
      { ko: 'Redis에 둔 세션은 어느 서버나 찾았어요.', en: 'A session in Redis was found by every server.' },
    ],
    [
      getSet !== undefined && getSet.kept < getSet.items,
      {
        ko: 'GET과 SET 사이에 다른 서버가 끼어들었어요.',
        en: 'Between a GET and its SET another server came in.',
      },
    ],
    [
      unchecked !== undefined && unchecked.refused > 0,
      {
        ko: '쿠키에 적힌 서버가 죽어도, 로드밸런서가 알아차릴 때까지는 거기로 보내요.',
        en: 'Until a balancer notices that the server of a cookie is dead, it sends there.',
      },
    ],
    [
      turns !== undefined && turns.connected < turns.clients,
      {
        ko: '한 연결을 맺는 요청들을 라운드 로빈이 여러 서버로 나눴어요.',
        en: 'Round robin dealt the requests of one handshake to several servers.',
      },
    ],
    [
      paused !== undefined && paused.balancedAnswers === 0 && paused.afterResume > 0,
      { ko: '연결된 뒤의 프레임도 nginx가 날라요.', en: 'nginx carries the frames after connecting, too.' },
    ],
  ];
  const told = reasons.filter(([shown]) => shown).map(([, reason]) => reason);
  return joined(told.slice(0, mostReasons));
}

/** More do not fit the screen; each act says its own. */
const mostReasons = 3;

const whyProved: Text = {
  ko: '모델은 nginx와 HAProxy의 문서에 적힌 규칙과, 밖에서 지켜본 동작을 보고 우리가 새로 만들었어요. 클라이언트마다 헤더로 주소를 주고, 진짜 로드밸런서가 고른 서버와 모델이 고른 서버를 하나씩 비교해요.',
  en: 'The model is our own, built from the rules that nginx and HAProxy document and from how they were seen to behave. Every client gets its address by a header, and the server that the real balancer picked is compared with what the model says.',
};

/** Of the acts that ran only, too. */
export function caveat(data: StickyTried): Text {
  const live = [
    data.sessions,
    data.race,
    data['web-sockets'],
    data.handshakes,
    data['in-the-path'],
    data.crash,
  ];
  return joined([
    ...(ran(data.model)
      ? [
          {
            ko: '모델에는 시간이 없고, AWS ALB는 문서의 규칙만 옮겼어요.',
            en: 'The model has no time, and its ALB is only what the documentation says.',
          },
        ]
      : []),
    ...(ran(data.proof)
      ? [
          {
            ko: '이 컴퓨터에 있는 버전에 대한 증명이에요. 다른 버전은 다를 수 있어요.',
            en: 'It is proved for the versions on this machine; others may differ.',
          },
        ]
      : []),
    ...(live.some((act) => ran<unknown>(act) !== null)
      ? [
          {
            ko: '진짜 서버와 로드밸런서, 클라이언트는 모두 이 컴퓨터에 있어요.',
            en: 'The real servers, balancers and clients share this machine.',
          },
        ]
      : []),
  ]);
}

/** The chat app after one more server; null without the model. */
export function discuss(data: StickyTried): Text | null {
  const model = ran(data.model);
  if (!model) return null;
  const moved = movedPercent(resultOf(model, 'scale-out-3-4', 'nginx-ip-hash'));
  if (moved === 0) return null;
  const share = formatFigure(moved, 'percent');
  return {
    ko: `서버를 한 대 늘렸더니 사용자의 ${share}가 다른 서버로 갔어요. 세션이 서버 메모리에 있었다면 이 사람들은 무엇을 보게 될까요?`,
    en: `One more server moved ${share} of the users. With sessions in memory, what would these people see now?`,
  };
}
