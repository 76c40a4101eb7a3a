// A WebSocket that reads frames and does nothing with them: the load must cost less than the server that it loads.
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

export interface RawClient {
  send(text: string): void;
  cut(): void;
}

const [text, close, ping, pong] = [1, 8, 9, 10];
const unmaskedKey = 4;

/** @param hear is told of each text frame; its bytes are only good until it returns */
export function openRaw(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>>,
  hear: (payload: Buffer) => void,
  opened: () => void,
): RawClient {
  const socket = connect(port, '127.0.0.1');
  socket.setNoDelay(true);
  socket.on('error', () => {});
  const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n${more.join('')}\r\n`,
  );
  let rest: Buffer | null = null;
  let upgraded = false;
  socket.on('data', (chunk) => {
    let bytes = rest ? Buffer.concat([rest, chunk]) : chunk;
    rest = null;
    if (!upgraded) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end >= 0 && !bytes.toString('latin1', 0, 12).endsWith('101'))
        throw new Error(`not upgraded: ${bytes.toString('latin1', 0, 60)}`);
      if (end >= 0) {
        upgraded = true;
        opened();
        bytes = bytes.subarray(end + 4);
      }
    }
    const used = upgraded ? readFrames(bytes, socket, hear) : 0;
    if (used < bytes.length) rest = bytes.subarray(used);
  });
  return {
    send: (words) => void socket.write(frame(text, Buffer.from(words))),
    cut: () => socket.destroy(),
  };
}

/** @returns how many bytes were whole frames */
function readFrames(bytes: Buffer, socket: Socket, hear: (payload: Buffer) => void): number {
  let at = 0;
  while (at + 2 <= bytes.length) {
    const short = (bytes[at + 1] ?? 0) & 0x7f;
    const from = at + 2 + (short === 126 ? 2 : short === 127 ? 8 : 0);
    if (from > bytes.length) break;
    const length =
      short === 126
        ? bytes.readUInt16BE(at + 2)
        : short === 127
          ? Number(bytes.readBigUInt64BE(at + 2))
          : short;
    if (from + length > bytes.length) break;
    const payload = bytes.subarray(from, from + length);
    const code = (bytes[at] ?? 0) & 0x0f;
    if (code === text) hear(payload);
    else if (code === ping) socket.write(frame(pong, payload));
    else if (code === close) socket.destroy();
    at = from + length;
  }
  return at;
}

/** A client has to mask; a key of zeros leaves the bytes as they are. */
function frame(code: number, payload: Buffer): Buffer {
  const long = payload.length >= 126;
  const head = Buffer.alloc((long ? 4 : 2) + unmaskedKey);
  head[0] = 0x80 | code;
  head[1] = 0x80 | (long ? 126 : payload.length);
  if (long) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}
