// What to break by hand: two servers of which each knows half, a client that is away, a proxy that collects.
import type { Experiment, Look, Seen } from '../../src/kit/judge.ts';
import type { Counts } from './parts/server/doors.ts';

const figure = (look: Look | undefined, name: string) => Number(look?.figures[name] ?? Number.NaN);

/** All that changes here is asked for by somebody. */
const tries = ({ looks, events }: Seen) => looks.length + events.length;

/** Connections of a kind that a server has taken, or that wait there now, and the number of its last update. */
const counted = (what: 'opened' | 'waiting', of: string, kind: 'sse' | 'websocket') => ({
  of,
  ask: ['spent'],
  read: (reply: unknown) => (reply as Pick<Counts, 'opened' | 'waiting'>)[what][kind],
});
const lastAt = (of: string) => ({ of, ask: ['last'], read: Number });

const listen = (url: string, first = '') => `curl -sN ${first}${url}/events`;
/** curl counts through what stands in brackets: so many posts. */
const post = (url: string, times: number) => `curl -sd hello '${url}/publish?[1-${times}]'`;
const upgrade = [
  "-H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13'",
  "-H 'Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg=='",
].join(' ');

const both = ['server-1 (shared)', 'server-2 (shared)'] as const;

export const experiments: readonly Experiment[] = [
  {
    id: 'half-heard',
    title: { ko: '소식의 절반만 듣기', en: 'Hear half of the news' },
    act: 'servers',
    on: 'nginx',
    watch: {
      alone1: counted('opened', 'server-1', 'sse'),
      alone2: counted('opened', 'server-2', 'sse'),
      told1: lastAt('server-1'),
      told2: lastAt('server-2'),
      shared1: counted('opened', both[0], 'sse'),
      shared2: counted('opened', both[1], 'sse'),
      sharedTold: lastAt(both[0]),
    },
    tries,
    steps: [
      {
        task: { ko: '스트림 하나를 열어 둬요', en: 'Open a stream, and leave it open' },
        command: ({ url }) => listen(`${url}/by-turns/me`),
        expect: { ko: '아직 아무것도 오지 않아요.', en: 'Nothing yet.' },
        done: ({ looks }) => grown(looks, 'alone1', 'alone2') > 0,
      },
      {
        task: { ko: '다른 터미널에서 두 건을 올려요', en: 'From another terminal post two' },
        command: ({ url }) => post(`${url}/by-turns`, 2),
        expect: {
          ko: '스트림에는 두 건 가운데 하나만 나와요.',
          en: 'One of the two in the stream.',
        },
        done: ({ looks }) => grown(looks, 'told1') > 0 && grown(looks, 'told2') > 0,
      },
      {
        task: {
          ko: '서로 알려 주는 서버들에 스트림을 열어요',
          en: 'Open one at servers that tell each other',
        },
        command: ({ url }) => listen(`${url}/shared/me`),
        expect: { ko: '아직 아무것도 오지 않아요.', en: 'Nothing yet.' },
        done: ({ looks }) => grown(looks, 'shared1', 'shared2') > 0,
      },
      {
        task: { ko: '거기에도 두 건을 올려요', en: 'Post two there' },
        command: ({ url }) => post(`${url}/shared`, 2),
        expect: { ko: '이번에는 두 건 모두 나와요.', en: 'Both of them.' },
        done: ({ looks }) => grown(looks, 'sharedTold') >= 2,
      },
    ],
    hints: {
      concept: {
        ko: 'nginx는 요청마다 서버를 골라요. 스트림은 한 번 고른 서버에 머물고요.',
        en: 'nginx picks a server for each request. A stream stays at the one that was picked for it.',
      },
      pointer: {
        ko: 'X-Server 헤더에서 요청마다 어느 서버로 갔는지 보세요.',
        en: 'The header X-Server tells which server each request went to.',
      },
      command: ({ url }) => `curl -si '${url}/by-turns/me/updates?since=0' | grep X-Server`,
    },
    learned: {
      ko: '서버는 자기가 받은 소식만 알아요. 서버끼리 Redis로 알려 주면 어느 서버에 있어도 다 들려요.',
      en: 'A server knows the news that it was given. Told by each other over Redis, all of them know all of it.',
    },
  },
  {
    id: 'away',
    title: { ko: '자리를 비운 사이의 소식 되찾기', en: 'Get back what came while you were away' },
    act: 'servers',
    on: 'nginx',
    watch: {
      socket1: counted('opened', both[0], 'websocket'),
      socket2: counted('opened', both[1], 'websocket'),
      open1: counted('waiting', both[0], 'websocket'),
      open2: counted('waiting', both[1], 'websocket'),
      stream1: counted('opened', both[0], 'sse'),
      stream2: counted('opened', both[1], 'sse'),
      told: lastAt(both[0]),
    },
    tries,
    steps: [
      {
        task: { ko: 'WebSocket을 열어 둬요', en: 'Open a WebSocket, and leave it open' },
        command: ({ url }) => `curl -sN --http1.1 ${upgrade} -o /dev/null ${url}/shared/me/ws`,
        expect: { ko: '아무 말도 없이 열려 있어요.', en: 'Nothing: it is open and waits.' },
        done: ({ looks }) => grown(looks, 'socket1', 'socket2') > 0,
      },
      {
        task: { ko: '다른 터미널에서 nginx를 죽여요', en: 'From another terminal kill nginx' },
        command: ({ pid }) => `kill -9 ${pid}`,
        expect: { ko: 'curl이 끝나요.', en: 'curl ends.' },
        done: ({ events }) => wasNginx(events, 'dead') >= 0,
      },
      {
        task: { ko: '여기서 r 키로 다시 켜요', en: 'Start it again: press r here' },
        command: null,
        expect: { ko: '다음 명령이 나와요.', en: 'The next command appears.' },
        done: ({ events }) => wasNginx(events, 'up') > wasNginx(events, 'dead'),
      },
      {
        task: { ko: '아무도 듣지 않을 때 두 건을 올려요', en: 'Post two while nobody listens' },
        command: ({ url }) => post(`${url}/shared`, 2),
        expect: { ko: '아무것도 나오지 않아요.', en: 'Nothing is printed.' },
        done: ({ looks }) => sum(looks.at(-1), 'open1', 'open2') === 0 && grown(looks, 'told') >= 2,
      },
      {
        task: {
          ko: '어디까지 받았는지 말하며 스트림을 열어요',
          en: 'Open a stream, and say how far you got',
        },
        command: ({ url }) => listen(`${url}/shared/me`, "-H 'Last-Event-ID: 0' "),
        expect: {
          ko: '0번 다음부터 모두. 마지막 두 건이 방금 올린 것이에요.',
          en: 'All that came after 0. The last two are yours.',
        },
        done: ({ looks }) => grown(looks, 'stream1', 'stream2') > 0,
      },
    ],
    hints: {
      concept: {
        ko: 'WebSocket에는 "어디까지 받았다"는 말이 없어요. 앱이 직접 정해야 해요.',
        en: 'WebSocket has no word for how far somebody got. An application has to make one up.',
      },
      pointer: {
        ko: 'EventSource는 다시 연결할 때 마지막 id를 헤더로 보내요. 서버는 그 뒤의 것을 갖고 있어야 하고요.',
        en: 'EventSource sends the last id when it reconnects. The server must have kept what came after it.',
      },
      command: ({ url }) => `curl -s '${url}/shared/me/updates?since=0'`,
    },
    learned: {
      ko: '끊긴 동안의 두 건은 Last-Event-ID로 되찾았어요. WebSocket을 다시 열기만 했다면 못 받았을 거예요.',
      en: 'Last-Event-ID brought back the two. A WebSocket that had only been opened again would not have got them.',
    },
  },
  {
    id: 'collected',
    title: { ko: '프록시가 모아 두는 스트림', en: 'A stream that the proxy collects' },
    act: 'buffering',
    on: 'nginx',
    watch: { streams: counted('opened', 'server', 'sse'), told: lastAt('server') },
    tries,
    steps: [
      {
        task: { ko: 'proxy_pass만 있는 경로로 스트림을 열어요', en: 'Open a stream by a bare proxy_pass' },
        command: ({ url }) => listen(`${url}/default`),
        expect: { ko: '아무것도 오지 않아요.', en: 'Nothing.' },
        done: ({ looks }) => grown(looks, 'streams') > 0,
      },
      {
        task: { ko: '다른 터미널에서 세 건을 올려요', en: 'From another terminal post three' },
        command: ({ url }) => post(`${url}/default`, 3),
        expect: { ko: '스트림에는 여전히 아무것도 없어요.', en: 'Still nothing in the stream.' },
        done: ({ looks }) => grown(looks, 'told') >= 3,
      },
      {
        task: { ko: '버퍼링을 끈 경로로도 스트림을 열어요', en: 'Open another one, with buffering off' },
        command: ({ url }) => listen(`${url}/off`),
        expect: { ko: '아직 아무것도 오지 않아요.', en: 'Nothing yet.' },
        done: ({ looks }) => grown(looks, 'streams') > 1,
      },
      {
        task: { ko: '세 건을 더 올려요', en: 'Post three more' },
        command: ({ url }) => post(`${url}/off`, 3),
        expect: { ko: '버퍼링을 끈 쪽에만 바로 나와요.', en: 'They come at once, with buffering off only.' },
        done: ({ looks }) => grown(looks, 'told') >= 6,
      },
      {
        task: { ko: '서버를 죽여요', en: 'Kill the server' },
        command: (_, of) => `kill -9 ${of('server').pid}`,
        expect: {
          ko: '첫 스트림이 여섯 건을 한꺼번에 보여 주고 끝나요.',
          en: 'The first stream shows all six at once, and ends.',
        },
        done: ({ events }) =>
          events.some(
            (event) => event.kind === 'state' && event.actor === 'server' && event.state === 'dead',
          ),
      },
    ],
    hints: {
      concept: {
        ko: 'nginx는 서버의 응답을 버퍼에 모았다가 보내요. 스트림은 끝나지 않아서 버퍼가 차지 않아요.',
        en: 'nginx collects what a server says in a buffer. A stream does not end, and does not fill it.',
      },
      pointer: {
        ko: 'nginx를 거치지 않고 서버에 바로 물어보세요.',
        en: 'Ask the server itself, without nginx.',
      },
      command: (_, of) => listen(of('server').url, "-H 'Last-Event-ID: 0' "),
    },
    learned: {
      ko: '서버는 제때 보냈지만 nginx가 모아 두고 있었어요. proxy_buffering off나 X-Accel-Buffering: no 헤더로 바로 보내게 해요.',
      en: 'The server had sent in time, nginx kept it. proxy_buffering off, or the header X-Accel-Buffering: no, lets it through.',
    },
  },
];

/** Of several servers together; NaN as long as one of them has said nothing. */
function sum(look: Look | undefined, ...names: readonly string[]): number {
  return names.reduce((total, name) => total + figure(look, name), 0);
}

/** By how much it is more than at first. */
function grown(looks: readonly Look[], ...names: readonly string[]): number {
  return sum(looks.at(-1), ...names) - sum(looks[0], ...names);
}

function wasNginx(events: Seen['events'], state: 'dead' | 'up'): number {
  return events.findLastIndex(
    (event) => event.kind === 'state' && event.actor === 'nginx' && event.state === state,
  );
}
