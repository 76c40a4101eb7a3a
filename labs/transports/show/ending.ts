// What stands below the verdict: it speaks only of acts that ran.
import { formatFigure, formatQuantity, ran, type Text } from '../../../src/kit/judge.ts';
import type { TransportsTried } from '../data.ts';
import { armOf, perSecond } from '../judge/stream-figures.ts';

export function why({ stream, servers, tunnel }: TransportsTried): Text {
  if (ran(stream))
    return {
      ko: '물어보는 방식은 새 소식이 없어도 요청과 헤더를 다시 보내요. 열린 연결은 업데이트마다 몇 바이트만 덧붙이고, 그 대신 연결을 계속 들고 있어야 해요.',
      en: 'Who asks sends a request and its headers again each time, news or not. An open connection adds a few bytes to each update, but has to be kept.',
    };
  if (ran(servers) || ran(tunnel))
    return {
      ko: '연결은 한 서버와 이어진 길일 뿐이에요. 다른 서버의 소식과 끊긴 동안의 소식은 앱이 따로 챙겨야 해요.',
      en: 'A connection is a way to one server. News of another server, and of the time it was cut, the app has to see to.',
    };
  return {
    ko: 'WebSocket은 HTTP 요청 하나로 시작하고, 101 뒤에는 프레임만 오가요.',
    en: 'A WebSocket begins as one HTTP request; after the 101 there are only frames.',
  };
}

export function caveat(): Text {
  return {
    ko: '모두 한 컴퓨터에 있어요. 클라이언트는 브라우저가 아니라 헤더가 짧고, TLS와 HTTP/2, nginx의 CPU는 재지 않았어요.',
    en: 'All on one machine, by clients with fewer headers than a browser. TLS, HTTP/2 and the CPU of nginx were not measured.',
  };
}

/** The chat app at lunch, in the reader's own figures. */
export function discuss({ stream }: TransportsTried): Text | null {
  const data = ran(stream);
  const poll = data && armOf(data, 'poll');
  const requests = poll && perSecond(poll.trials, (trial) => trial.requests);
  if (!data || !requests) return null;
  const [people, asked, every] = [
    formatFigure(data.clients, 'count'),
    formatFigure(requests, 'count'),
    formatQuantity(data.intervalMs, 'ms'),
  ];
  return {
    ko: `${people}명이 ${every}마다 물어서 초당 요청이 ${asked}번이었어요. 이 채팅에 만 명이 온다면 간격을 늘릴까요, 방식을 바꿀까요?`,
    en: `${people} people asking every ${every} made ${asked} requests a second. With ten thousand in this chat, would you ask less often, or change the transport?`,
  };
}
