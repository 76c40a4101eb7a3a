import { ran, type Text } from '../../../src/kit/judge.ts';
import type { StickyTried } from '../data.ts';

export function why(data: StickyTried): Text {
  return ran(data.proof) ? whyProved : whySticky;
}

const whySticky: Text = {
  ko: '로드밸런서는 요청마다 서버를 고르는데, 열린 WebSocket은 요청 하나라서 그대로예요. ip_hash는 주소를 나눈 나머지로 고르고, 쿠키는 고른 서버를 기억하고, Redis에 둔 세션은 어느 서버나 찾아요.',
  en: 'A balancer picks a server per request, and an open WebSocket is one request. ip_hash picks by remainder, a cookie carries the choice along, and a session in Redis is found by every server.',
};

const whyProved: Text = {
  ko: '모델은 nginx와 HAProxy의 문서에 적힌 규칙과, 밖에서 지켜본 동작을 보고 우리가 새로 만들었어요. 클라이언트마다 헤더로 주소를 주고, 진짜 로드밸런서가 고른 서버와 모델이 고른 서버를 하나씩 비교해요.',
  en: 'The model is our own, built from the rules that nginx and HAProxy document and from how they were seen to behave. Every client gets its address by a header, and the server that the real balancer picked is compared with what the model says.',
};
