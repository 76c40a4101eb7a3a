/**
 * What happens to the clients and the servers. In every scenario everybody first arrives and connects; then
 * come the scenario's steps, and only these are counted.
 */
import type { Random, Text } from '../../../../src/kit/run.ts';
import type { Change, Server, ServerState } from '../balancing.ts';

export type Step =
  /** This share of the clients hangs up and comes back: a page reloaded, a browser opened again. */
  | { readonly kind: 'return'; readonly share: number }
  /** Every client that has lost its WebSocket comes back. */
  | { readonly kind: 'reconnect' }
  /** Every client gets another address, as a phone does that leaves the Wi-Fi; its connection breaks. */
  | { readonly kind: 'change addresses' }
  /** A new list of servers. Those in `stopped` lose their connections and what they kept in memory. */
  | {
      readonly kind: 'change servers';
      readonly change: Change;
      readonly servers: readonly Server[];
      readonly stopped: readonly number[];
    };

export interface Scenario {
  readonly id: string;
  readonly title: Text;
  readonly servers: readonly Server[];
  readonly keepsCookies: boolean;
  address(random: Random): number;
  readonly steps: readonly Step[];
}

const everybodyReturns: Step = { kind: 'return', share: 1 };
const halfReturns: Step = { kind: 'return', share: 0.5 };
const three = farm(3);
/**
 * HAProxy checks a server every 2 s and believes the third failure: at most 6 s of a minute in which everybody comes
 * once. (An ALB looks every 30 s and believes the second: its users wait longer than in this model.)
 */
const shareBeforeNoticed = 6 / 60;

export const scenarios: readonly Scenario[] = [
  {
    id: 'steady',
    title: { ko: '평온한 하루', en: 'a quiet day' },
    servers: three,
    keepsCookies: true,
    address: anywhere,
    steps: [everybodyReturns],
  },
  {
    id: 'nat',
    title: { ko: '공인 IP 하나를 같이 쓰는 사무실', en: 'one office behind one NAT address' },
    servers: three,
    keepsCookies: true,
    address: () => 0xcb_00_71_07, // 203.0.113.7
    steps: [everybodyReturns],
  },
  {
    id: 'one-network',
    title: { ko: '/24 네트워크 하나', en: 'a whole /24 network' },
    servers: three,
    keepsCookies: true,
    address: (random) => 0xcb_00_71_00 + 1 + random.int(254), // 203.0.113.1 to .254
    steps: [everybodyReturns],
  },
  {
    id: 'phones',
    title: { ko: '주소가 바뀌는 휴대폰', en: 'phones that change address' },
    servers: three,
    keepsCookies: true,
    address: anywhere,
    steps: [{ kind: 'change addresses' }, everybodyReturns],
  },
  {
    id: 'no-cookies',
    title: { ko: '쿠키를 저장하지 않는 클라이언트', en: 'clients without cookies' },
    servers: three,
    keepsCookies: false,
    address: anywhere,
    steps: [everybodyReturns],
  },
  {
    id: 'crash',
    title: { ko: '서버 하나가 죽음', en: 'a server crashes' },
    servers: three,
    keepsCookies: true,
    address: anywhere,
    steps: [
      { kind: 'change servers', change: 'crash', servers: unnoticed(farm(3, 'crashed')), stopped: [0] },
      { kind: 'return', share: shareBeforeNoticed },
      { kind: 'change servers', change: 'crash', servers: farm(3, 'crashed'), stopped: [] },
      everybodyReturns,
    ],
  },
  {
    id: 'rolling-deploy',
    title: { ko: '서버를 하나씩 재시작하는 배포', en: 'a rolling deploy' },
    servers: three,
    keepsCookies: true,
    address: anywhere,
    steps: [...three.keys()].flatMap((restarted): Step[] => [
      {
        kind: 'change servers',
        change: 'state',
        servers: withState(three, restarted, 'maint'),
        stopped: [restarted],
      },
      { kind: 'reconnect' },
      { kind: 'change servers', change: 'state', servers: three, stopped: [] },
    ]),
  },
  {
    id: 'drain',
    title: { ko: 'drain으로 비운 뒤 끄기', en: 'drained, then stopped' },
    servers: three,
    keepsCookies: true,
    address: anywhere,
    steps: [
      { kind: 'change servers', change: 'state', servers: farm(3, 'drain'), stopped: [] },
      halfReturns,
      { kind: 'change servers', change: 'state', servers: farm(3, 'maint'), stopped: [0] },
      everybodyReturns,
    ],
  },
  {
    id: 'maintenance',
    title: { ko: '바로 점검 모드로 끄기', en: 'stopped for maintenance at once' },
    servers: three,
    keepsCookies: true,
    address: anywhere,
    steps: [
      { kind: 'change servers', change: 'state', servers: farm(3, 'maint'), stopped: [0] },
      halfReturns,
      everybodyReturns,
    ],
  },
  {
    id: 'scale-out-3-4',
    title: { ko: '서버 3대에서 4대로', en: 'from 3 servers to 4' },
    servers: three,
    keepsCookies: true,
    address: anywhere,
    steps: [{ kind: 'change servers', change: 'list', servers: farm(4), stopped: [] }, everybodyReturns],
  },
  {
    id: 'scale-in-4-3',
    title: { ko: '서버 4대에서 3대로', en: 'from 4 servers to 3' },
    servers: farm(4),
    keepsCookies: true,
    address: anywhere,
    steps: [{ kind: 'change servers', change: 'list', servers: three, stopped: [3] }, everybodyReturns],
  },
  {
    id: 'scale-out-10-11',
    title: { ko: '서버 10대에서 11대로', en: 'from 10 servers to 11' },
    servers: farm(10),
    keepsCookies: true,
    address: anywhere,
    steps: [{ kind: 'change servers', change: 'list', servers: farm(11), stopped: [] }, everybodyReturns],
  },
];

/** So many equal servers; the first of them in another state, if one is given. */
function farm(size: number, firstState: ServerState = 'up'): readonly Server[] {
  return Array.from({ length: size }, (_, index) => ({
    host: '127.0.0.1',
    port: 19_001 + index,
    weight: 1,
    state: index === 0 ? firstState : 'up',
  }));
}

function unnoticed(servers: readonly Server[]): readonly Server[] {
  return servers.map((server) => (server.state === 'crashed' ? { ...server, unnoticed: true } : server));
}

function withState(servers: readonly Server[], changed: number, state: ServerState): readonly Server[] {
  return servers.map((server, index) => (index === changed ? { ...server, state } : server));
}

/** An address with a first octet of 1 to 223, as hosts have. */
function anywhere(random: Random): number {
  return ((1 + random.int(223)) << 24) | random.int(1 << 24);
}
