// The cases of the Autobahn test suite (its numbers in brackets), driven by hand over a raw socket: `autobahntestsuite` of
// PyPI needs Python 2. Our server is no echo, so a join that is understood stands for a text that is taken.
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ChatServer, startChat } from '../../src/chat/server.ts';
import { signToken } from '../../src/chat/token.ts';
import { eventually } from '../eventually.ts';
import { secret } from './people.ts';

const fin = 0x80;
const [continuation, text, binary, close, ping, pong] = [0x0, 0x1, 0x2, 0x8, 0x9, 0xa];

/** A masked frame (the key is zero), with what goes wrong in its first byte. */
function frame(first: number, payload: string | Buffer = '', key = [0, 0, 0, 0]): Buffer {
  const bytes = Buffer.from(payload);
  const length =
    bytes.length < 126
      ? [0x80 | bytes.length]
      : bytes.length < 65_536
        ? [0xfe, bytes.length >> 8, bytes.length & 0xff]
        : [0xff, 0, 0, 0, 0, ...Buffer.from(bytes.length.toString(16).padStart(8, '0'), 'hex')];
  return Buffer.concat([Buffer.from([first, ...length, ...key]), bytes]);
}

const word = '{"t":"join","room":"방-lobby"}';
const bytes = Buffer.from(word);
const [front, back] = [bytes.subarray(0, 21), bytes.subarray(21)]; // In the middle of 방.
const joins = frame(fin | text, word);
const part = frame(continuation, 'x'.repeat(4_000));
const codeOf = (code: number, reason: string | Buffer = '') =>
  frame(fin | close, Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)]));

let server: ChatServer;
const sockets: Socket[] = [];
beforeAll(async () => {
  const nobody = { host: '127.0.0.1', port: 9, db: 0, tls: false };
  server = await startChat({ port: 0, name: 'server', secret, mode: 'alone', redis: nobody });
});
afterEach(() => {
  for (let socket = sockets.pop(); socket; socket = sockets.pop()) socket.destroy();
});
afterAll(() => server.close());

interface Heard {
  readonly texts: string[];
  readonly pongs: string[];
  /** 1005 for a goodbye without one, 1006 for an end without a goodbye. */
  code: number | null;
}

/** Sends pieces, each by itself, and returns what comes back. */
async function send(...pieces: Buffer[]): Promise<Heard> {
  const socket = connect(server.port, '127.0.0.1');
  sockets.push(socket);
  socket.setNoDelay(true);
  socket.on('error', () => {});
  let rest = Buffer.alloc(0);
  let upgraded = false;
  const heard: Heard = { texts: [], pongs: [], code: null };
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    if (!upgraded) {
      const end = rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      upgraded = true;
      rest = rest.subarray(end + 4);
    }
    for (let [code = 0, length = 0] = rest; rest.length >= 2; [code = 0, length = 0] = rest) {
      const from = length === 126 ? 4 : 2;
      const to = from + (length === 126 ? rest.readUInt16BE(2) : length);
      if (rest.length < to) return;
      const payload = rest.subarray(from, to);
      if ((code & 0xf) === text) heard.texts.push(String(payload));
      if ((code & 0xf) === pong) heard.pongs.push(String(payload));
      if ((code & 0xf) === close) heard.code ??= payload.length === 0 ? 1005 : payload.readUInt16BE(0);
      rest = rest.subarray(to);
    }
  });
  socket.on('close', () => {
    heard.code ??= 1006;
  });
  socket.write(
    [
      'GET / HTTP/1.1',
      `Host: 127.0.0.1:${server.port}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      `Sec-WebSocket-Protocol: redis-lab.chat.v1, ${await signToken(secret, 'kim', 60_000)}`,
      '\r\n',
    ].join('\r\n'),
  );
  await eventually(() => expect(heard.texts[0]).toContain('"t":"hello"'));
  for (const piece of pieces) await new Promise((resolve) => socket.write(piece, resolve));
  return heard;
}

const isIn = ({ texts }: Heard) => texts.some((one) => one.includes('"t":"joined"'));

describe('is taken', () => {
  it.each<[string, Buffer[]]>([
    ['a text in one frame [1.1]', [joins]],
    ['of more than 126 bytes [1.1.3]', [frame(fin | text, word.padEnd(300))]],
    ['masked with a key that is not zero', [masked(word)]],
    ['byte by byte [2.6, 1.1.8]', [...joins].map((one) => Buffer.from([one]))],
    ['in two frames, cut within a letter [5.3, 6.2]', [frame(text, front), frame(fin, back)]],
    ['in two frames, the first of them empty [5.3]', [frame(text), frame(fin, word)]],
    ['with a ping between its frames [5.6]', [frame(text, front), frame(fin | ping, 'x'), frame(fin, back)]],
    ['after a pong that nobody asked for [2.7]', [frame(fin | pong, 'x'), joins]],
    ['after an empty pong', [frame(fin | pong), joins]],
  ])('%s', async (_, pieces) => {
    const heard = await send(...pieces);
    await eventually(() => expect(isIn(heard)).toBe(true));
    expect(heard.code).toBeNull();
  });
});

function masked(words: string): Buffer {
  const key = [0x37, 0xfa, 0x21, 0x3d];
  return frame(fin | text, Buffer.from(words).map((byte, at) => byte ^ (key[at % 4] ?? 0)) as Buffer, key);
}

describe('a ping', () => {
  it.each<[string, string]>([
    ['without a word [2.1]', ''],
    ['with one [2.2]', 'Hello'],
    ['of 125 bytes [2.4]', 'x'.repeat(125)],
  ])('%s comes back as it was', async (_, payload) => {
    const heard = await send(frame(fin | ping, payload));
    await eventually(() => expect(heard.pongs).toEqual([payload]));
  });

  it('ten of them come back in order [2.10]', async () => {
    const all = Array.from({ length: 10 }, (_, n) => `ping ${n}`);
    const heard = await send(...all.map((one) => frame(fin | ping, one)));
    await eventually(() => expect(heard.pongs).toEqual(all));
  });
});

describe('ends the connection with the code for it', () => {
  const invalid: [string, number[]][] = [
    ['a lone continuation byte [6.6]', [0x80]],
    ['a letter cut off [6.8]', [0xce, 0xba, 0xe1, 0xbd]],
    ['an overlong slash [6.12]', [0xc0, 0xaf]],
    ['half a surrogate pair [6.17]', [0xed, 0xa0, 0x80]],
    ['a point beyond the last [6.13]', [0xf4, 0x90, 0x80, 0x80]],
    ['0xff [6.14]', [0xff]],
  ];
  it.each<[string, Buffer[], number]>([
    ...[1, 2, 3, 4, 5, 6, 7].map((bits): [string, Buffer[], number] => [
      `reserved bits ${bits} [3.${bits}]`,
      [frame(fin | (bits << 4) | text, word)],
      1002,
    ]),
    ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map((code): [string, Buffer[], number] => [
      `reserved opcode ${code} [4]`,
      [frame(fin | code)],
      1002,
    ]),
    ['no mask', [Buffer.from([fin | text, 2, 0x68, 0x69])], 1002],
    ['a ping of 126 bytes [2.5]', [frame(fin | ping, 'x'.repeat(126))], 1002],
    ['a ping in two frames [5.1]', [frame(ping, 'x'), frame(fin, 'y')], 1002],
    ['a pong in two frames [5.2]', [frame(pong, 'x'), frame(fin, 'y')], 1002],
    ['a continuation of nothing [5.9]', [frame(fin | continuation, word)], 1002],
    ['a continuation that goes on with nothing [5.12]', [frame(continuation, word)], 1002],
    ['a text within a text [5.18]', [frame(text, front), frame(fin | text, back)], 1002],
    ...invalid.map(([name, all]): [string, Buffer[], number] => [
      `text that is no UTF-8: ${name}`,
      [frame(fin | text, Buffer.from(all))],
      1007,
    ]),
    [
      'no UTF-8 over two frames [6.3]',
      [frame(text, Buffer.from([0xce])), frame(fin, Buffer.from([0x28]))],
      1007,
    ],
    ['binary [1.2]', [frame(fin | binary, 'x')], 4501],
    ['text of 65,536 bytes [1.1.7, our limit]', [frame(fin | text, 'x'.repeat(65_536))], 1009],
    ['parts that are too long together', [frame(text), ...Array.from({ length: 5 }, () => part)], 1009],
    ['a length of 2^63', [Buffer.from([fin | text, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])], 1009],
    ['a goodbye of one byte [7.3.2]', [frame(fin | close, 'x')], 1002],
    ['a goodbye of 126 bytes [7.3.6]', [codeOf(1000, 'x'.repeat(124))], 1002],
    ['a goodbye whose reason is no UTF-8 [7.5.1]', [codeOf(1000, Buffer.from([0xce, 0xba, 0xe1]))], 1007],
    ...[0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65_535].map(
      (code): [string, Buffer[], number] => [`a goodbye with ${code} [7.9]`, [codeOf(code)], 1002],
    ),
  ])('%s', async (_, pieces, code) => {
    const heard = await send(...pieces);
    await eventually(() => expect(heard.code).toBe(code));
    expect(isIn(heard)).toBe(false);
  });
});

describe('a goodbye', () => {
  it('without a word comes back [7.3.1]', async () => {
    const heard = await send(frame(fin | close));
    await eventually(() => expect(heard.code).toBe(1005));
  });

  it.each([1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999])(
    'with %i comes back [7.7]',
    async (code) => {
      const heard = await send(codeOf(code, 'x'.repeat(100)));
      await eventually(() => expect(heard.code).toBe(code));
    },
  );

  it('is the last word: what comes after it is not heard [7.1.2, 7.1.5]', async () => {
    const heard = await send(Buffer.concat([codeOf(1000), joins]));
    await eventually(() => expect(heard.code).toBe(1000));
    expect(isIn(heard)).toBe(false);
  });
});
