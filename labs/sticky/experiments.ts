// What to break by hand: a session at the wrong server, a session of somebody who moves, a connection whose balancer dies.
import type { Experiment, Seen } from '../../src/kit/judge.ts';
import { addressHeader } from './parts/balancing.ts';

/** Sessions that were opened by hand, and those of them that came to the end that is asked for. */
const opened = ({ events }: Seen) =>
  events.flatMap((event) => (event.kind === 'recv' && event.on === 'socket.io' ? [event.msg] : []));
const ended = (seen: Seen, kind: 'ack' | 'drop') =>
  seen.events.some((event) => event.kind === kind && opened(seen).includes(event.msg));
const webSockets = ({ events }: Seen, kind: 'recv' | 'drop') =>
  events.filter((event) => event.kind === kind && event.on === 'WebSocket');

const isDead = ({ events }: Seen) =>
  events.some((event) => event.kind === 'state' && event.actor === 'nginx' && event.state === 'dead');

/** Opens a session (its answer names the id), and says "connect me" (40) with that id. */
const open = (url: string, method: string, from = '') =>
  `curl -s ${from}'${url}/${method}/socket.io/?EIO=4&transport=polling'`;
const speak = (url: string, method: string, first = '', second = '') =>
  `curl -s ${second}-d 40 "${url}/${method}/socket.io/?EIO=4&transport=polling&sid=$(${open(url, method, first)} | cut -d '"' -f 4)"`;

const home = `-H '${addressHeader}: 203.0.113.7' `;
/** In another /24, which ip_hash gives to another one of three servers; carriers use these (RFC 6598). */
const subway = `-H '${addressHeader}: 100.64.0.7' `;
const upgrade = [
  "-H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13'",
  "-H 'Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg=='",
].join(' ');

export const experiments: readonly Experiment[] = [
  {
    id: 'unknown-session',
    title: { ko: '진짜 Session ID unknown 받기', en: 'Get a real Session ID unknown' },
    act: 'handshakes',
    on: 'nginx',
    steps: [
      {
        task: { ko: '라운드 로빈을 거쳐 세션을 열어요', en: 'Open a session through round robin' },
        command: ({ url }) => open(url, 'round_robin'),
        expect: { ko: '0으로 시작하고 sid가 든 응답.', en: 'An answer that begins with 0 and holds a sid.' },
        done: (seen) => opened(seen).length > 0,
      },
      {
        task: { ko: '세션을 열고, 그 sid로 이어서 말해요', en: 'Open one, and go on with its sid' },
        command: ({ url }) => speak(url, 'round_robin'),
        expect: {
          ko: '{"code":1,"message":"Session ID unknown"}',
          en: '{"code":1,"message":"Session ID unknown"}',
        },
        done: (seen) => ended(seen, 'drop'),
      },
    ],
    hints: {
      concept: {
        ko: 'sid는 그것을 만든 서버의 메모리에만 있어요.',
        en: 'A sid is known to the one server that made it.',
      },
      pointer: {
        ko: 'X-Upstream 헤더에서 요청마다 어느 서버로 갔는지 보세요.',
        en: 'The header X-Upstream tells which server each request went to.',
      },
      command: ({ url }) => `curl -si ${url}/round_robin/ | grep X-Upstream`,
    },
    learned: {
      ko: '두 번째 요청이 다른 서버로 갔고, 그 서버는 sid를 몰랐어요. 같은 서버로 보내거나 WebSocket만 쓰면 돼요.',
      en: 'The second request reached another server, which did not know the sid. Stickiness, or WebSocket alone, avoids it.',
    },
  },
  {
    id: 'new-address',
    title: { ko: '지하철을 타서 세션 잃기', en: 'Lose a session on the subway' },
    act: 'handshakes',
    on: 'nginx',
    steps: [
      {
        task: { ko: '집에서, 한 주소로 열고 이어서 말해요', en: 'At home: open and go on from one address' },
        command: ({ url }) => speak(url, 'ip_hash', home, home),
        expect: { ko: 'ok.', en: 'ok.' },
        done: (seen) => ended(seen, 'ack'),
      },
      {
        task: {
          ko: '집에서 열고, 다른 주소에서 이어서 말해요',
          en: 'Open at home, go on from another address',
        },
        command: ({ url }) => speak(url, 'ip_hash', home, subway),
        expect: {
          ko: '{"code":1,"message":"Session ID unknown"}',
          en: '{"code":1,"message":"Session ID unknown"}',
        },
        done: (seen) => ended(seen, 'drop'),
      },
    ],
    hints: {
      concept: {
        ko: 'ip_hash는 사용자가 아니라 주소의 앞 세 바이트로 서버를 골라요.',
        en: 'ip_hash picks by the first three bytes of the address, not by the user.',
      },
      pointer: {
        ko: '주소를 바꿔 가며 X-Upstream이 언제 바뀌는지 보세요.',
        en: 'Change the address and see when X-Upstream changes.',
      },
      command: ({ url }) => `curl -si ${subway}${url}/ip_hash/ | grep X-Upstream`,
    },
    learned: {
      ko: '와이파이에서 LTE로 바뀌면 주소가 바뀌고, ip_hash는 다른 사람으로 봐요. 쿠키는 주소와 상관없어요.',
      en: 'From Wi-Fi to mobile the address changes, and to ip_hash it is somebody else. A cookie does not depend on it.',
    },
  },
  {
    id: 'kill-nginx',
    title: { ko: '로드밸런서를 죽이기', en: 'Kill the balancer' },
    act: 'handshakes',
    on: 'nginx',
    steps: [
      {
        task: { ko: 'nginx를 거쳐 WebSocket을 열어 둬요', en: 'Open a WebSocket through nginx' },
        command: ({ url }) => `curl -sN --http1.1 ${upgrade} -o /dev/null ${url}/round_robin/ws`,
        expect: { ko: '아무 말도 없이 열려 있어요.', en: 'Nothing: it is open and waits.' },
        done: (seen) => webSockets(seen, 'recv').length > 0,
      },
      {
        task: { ko: '다른 터미널에서 nginx만 죽여요', en: 'From another terminal kill nginx alone' },
        command: ({ pid }) => `kill -9 ${pid}`,
        expect: {
          ko: 'curl이 끝나요. 서버 세 대는 살아 있는데도요.',
          en: 'curl ends, although the three servers are alive.',
        },
        done: (seen) => webSockets(seen, 'drop').length > 0 && isDead(seen),
      },
    ],
    hints: {
      concept: {
        ko: 'WebSocket으로 바뀐 뒤에도 바이트는 로드밸런서를 지나가요.',
        en: 'After the upgrade, too, every byte goes through the balancer.',
      },
      pointer: {
        ko: '열려 있는 연결의 상대가 누구인지 보세요. 서버가 아니라 nginx예요.',
        en: 'See whom the open connection leads to: nginx, not a server.',
      },
      command: ({ url }) => `curl -si ${url}/round_robin/ | grep -E '^Server|X-Upstream'`,
    },
    learned: {
      ko: '연결은 nginx와 맺은 것이라 nginx와 함께 끝났어요. "연결 뒤에는 로드밸런서를 거치지 않는다"는 말은 여기서 깨져요.',
      en: 'The connection was made with nginx and ended with it: traffic had gone on passing the balancer.',
    },
  },
];
