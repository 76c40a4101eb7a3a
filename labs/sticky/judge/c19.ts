import { formatFigure, judgeOf, type Text, type Verdict } from '../../../src/kit/judge.ts';
import type { InThePathData, StickyTried } from '../data.ts';
import type { params } from '../settings.ts';

const count = (value: number) => formatFigure(value, 'count');

/** Refuted when the balancer is seen in the path in all four ways. */
export const outOfThePath = judgeOf<StickyTried, typeof params>()(['in-the-path'], 'refuted', (data) => {
  const found = data['in-the-path'];
  return {
    verdict: verdictOf(found),
    evidence: {
      headline: whilePaused(found),
      points: [peerOf(found), bytesOf(found), afterKill(found), control(found)],
    },
  };
});

function verdictOf({ ends, carried, frameBytes, paused, killed }: InThePathData): Verdict {
  const [none] = carried;
  const counted = carried.every(
    ({ frames, bytes }) => bytes - (none?.bytes ?? 0) === (frames - (none?.frames ?? 0)) * frameBytes,
  );
  const controlWorks =
    ends.direct.client === ends.direct.peer && paused.directAnswers > 0 && killed.directAnswers > 0;
  const seen = [
    ends.balanced.client !== ends.balanced.peer,
    counted,
    paused.balancedAnswers === 0 && paused.afterResume > 0,
    killed.clientSawEnd && killed.serverSawEnd,
  ];
  if (!controlWorks) return 'inconclusive';
  if (seen.every(Boolean)) return 'refuted';
  return seen.some(Boolean) ? 'inconclusive' : 'held';
}

function whilePaused({ paused }: InThePathData): Text {
  const { balancedAnswers, afterResume } = paused;
  return {
    ko:
      balancedAnswers === 0
        ? `nginx만 멈췄는데 열린 연결에 응답이 오지 않았고, ${afterResume === 0 ? '다시 움직여도 오지 않았어요' : '다시 움직이자 왔어요'}.`
        : `nginx를 멈춘 동안에도 응답이 ${count(balancedAnswers)}개 왔어요.`,
    en:
      balancedAnswers === 0
        ? `With nginx stopped the open connection got no answer${afterResume === 0 ? ', nor afterwards' : ' until nginx went on'}.`
        : `While nginx was stopped ${count(balancedAnswers)} answers came all the same.`,
  };
}

function peerOf({ ends: { balanced } }: InThePathData): Text {
  return balanced.client === balanced.peer
    ? {
        ko: `서버가 보는 상대는 클라이언트(${balanced.client}) 자신이에요.`,
        en: `The server's peer is the client itself (${balanced.client}).`,
      }
    : {
        ko: `서버가 보는 상대는 클라이언트(${balanced.client})가 아니라 nginx가 연 연결(${balanced.peer})이에요.`,
        en: `The server's peer is not the client (${balanced.client}) but a connection that nginx opened (${balanced.peer}).`,
      };
}

function bytesOf({ carried }: InThePathData): Text {
  const [none, last] = [carried[0], carried.at(-1)];
  const more = (last?.bytes ?? 0) - (none?.bytes ?? 0);
  const frames = count(last?.frames ?? 0);
  return {
    ko:
      more === 0
        ? `프레임 ${frames}개를 나른 연결에서도 nginx가 보낸 바이트는 늘지 않았어요.`
        : `프레임 ${frames}개를 나른 연결에서 nginx는 하나도 나르지 않은 연결보다 ${count(more)}바이트를 더 보냈어요.`,
    en: `On a connection with ${frames} frames nginx sent ${count(more)} bytes more than on one with none.`,
  };
}

function afterKill({ killed }: InThePathData): Text {
  return killed.clientSawEnd && killed.serverSawEnd
    ? {
        ko: 'nginx를 죽이자 연결이 클라이언트와 서버 양쪽에서 끝났어요.',
        en: 'When nginx was killed the connection ended at both sides.',
      }
    : {
        ko: 'nginx를 죽여도 연결이 양쪽에서 끝나지는 않았어요.',
        en: 'When nginx was killed the connection did not end at both sides.',
      };
}

/** As long as the direct connection works, nothing but nginx can be the reason. */
function control({ paused, killed }: InThePathData): Text {
  const answers = Math.min(paused.directAnswers, killed.directAnswers);
  return answers === 0
    ? {
        ko: '서버로 바로 간 연결도 응답하지 않아서, nginx 때문이라고 말할 수 없어요.',
        en: 'The connection straight to the server did not answer either, so it need not be nginx.',
      }
    : {
        ko: `서버로 바로 간 연결에는 nginx가 멈춘 동안 ${count(paused.directAnswers)}개, 죽은 뒤 ${count(killed.directAnswers)}개의 응답이 왔어요.`,
        en: `Straight to the server ${count(paused.directAnswers)} answers came while nginx was stopped and ${count(killed.directAnswers)} when it was dead.`,
      };
}
