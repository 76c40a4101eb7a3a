// What each server is told and tells, as it goes over the wire: the load counts frames, and a client library would cost
// it more than the server spends.

/** What a frame means to somebody who only counts. */
export type Meaning = 'ready' | 'welcome' | 'ping' | 'nothing' | { readonly messages: number };

export interface Protocol {
  readonly path: (room: string) => string;
  readonly headers: (token: string) => Readonly<Record<string, string>>;
  /** The reply to `welcome`. `last` is the last message that was heard before, by one who comes back. */
  readonly enter: (room: string, token: string, last: Comeback | null) => string | null;
  readonly pong: string;
  /** What a person does who is connected, where the server says nothing first. */
  readonly whenOpen?: 'enter' | 'ready';
  readonly say: (room: string, id: string, text: string) => string;
  readonly read: (payload: Buffer) => Meaning;
  /** What has to be remembered to come back; null where it cannot be. */
  readonly comeback: ((welcomed: string, last: string) => Comeback) | null;
}

export type Comeback = Readonly<Record<string, unknown>>;

const one: Meaning = { messages: 1 };
const letter = (text: string) => text.charCodeAt(0);

/** `{"t":"msg"…` and `{"t":"joined"…`: the seventh byte tells. */
const ours: Protocol = {
  path: () => '/',
  headers: (token) => ({ 'Sec-WebSocket-Protocol': `redis-lab.chat.v1, ${token}` }),
  enter: (room, _, at) => JSON.stringify({ t: 'join', room, ...(at ? { at } : {}) }),
  pong: '',
  say: (room, id, text) => JSON.stringify({ t: 'say', room, id, text }),
  read(payload) {
    if (payload[6] === letter('m')) return one;
    if (payload[6] === letter('h')) return 'welcome';
    if (payload[6] !== letter('j')) return 'nothing';
    const { recovered, entries }: { recovered: boolean; entries: unknown[] } = JSON.parse(String(payload));
    return recovered ? { messages: entries.length } : 'ready';
  },
  comeback(_, last) {
    const { epoch, e } = JSON.parse(last);
    return { epoch, o: e.o, tag: e.tag };
  },
};

/** Engine.IO 4, a letter for each layer: 0 opens, 2 asks, 40 is Socket.IO's welcome, 42 an event. */
const socketIo: Protocol = {
  path: () => '/socket.io/?EIO=4&transport=websocket',
  headers: () => ({}),
  enter: (room, token, last) => `40${JSON.stringify({ room, token, ...last })}`,
  pong: '3',
  say: (_, __, text) => `421${JSON.stringify(['say', text])}`,
  read(payload) {
    if (payload[0] === letter('2')) return 'ping';
    if (payload[0] === letter('0')) return 'welcome';
    if (payload[1] === letter('2')) return one;
    return payload[1] === letter('0') ? 'ready' : 'nothing';
  },
  comeback: null,
};

const socketIoStreams: Protocol = {
  ...socketIo,
  comeback: (welcomed, last) => ({
    pid: JSON.parse(welcomed.slice(2)).pid,
    offset: JSON.parse(last.slice(2)).at(-1),
  }),
};

const bare: Protocol = {
  whenOpen: 'ready',
  path: (room) => `/${room}`,
  headers: () => ({}),
  enter: () => null,
  pong: '',
  say: (_, __, text) => text,
  read: () => one,
  comeback: null,
};

/** A line for each command, reply and push; replies carry the command's id, and `{}` is a ping. */
const centrifugo: Protocol = {
  path: () => '/connection/websocket',
  headers: () => ({}),
  whenOpen: 'enter',
  enter: (channel, _, last) =>
    [
      { id: 1, connect: {} },
      { id: 2, subscribe: { channel, ...last } },
    ]
      .map((one) => JSON.stringify(one))
      .join('\n'),
  pong: '{}',
  say: (channel, _, data) => JSON.stringify({ id: 3, publish: { channel, data } }),
  read(line) {
    if (line[2] === letter('p')) return one;
    if (line.length < 3) return 'ping';
    if (line[6] !== letter('2')) return 'nothing';
    const { recovered, publications = [] } = JSON.parse(String(line)).subscribe;
    return recovered ? { messages: publications.length } : 'ready';
  },
  comeback: (welcomed, last) => ({
    recover: true,
    epoch: JSON.parse(welcomed).subscribe.epoch,
    offset: JSON.parse(last).push.pub.offset,
  }),
};

export const protocols = {
  ours,
  'sio-pubsub': socketIo,
  'sio-streams': socketIoStreams,
  centrifugo,
  bare,
} satisfies Record<string, Protocol>;
export type ArmName = keyof typeof protocols;
