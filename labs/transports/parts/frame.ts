// The bytes of a WebSocket: RFC 6455, 1.3 for the handshake and 5.2 for a frame. By hand, because this is what is shown.
import { createHash } from 'node:crypto';

/** Written into the RFC: whoever answers with it has read the RFC, and no ordinary web server says it by chance. */
const guid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export function acceptOf(key: string): string {
  return createHash('sha1').update(`${key}${guid}`).digest('base64');
}

export function upgradeRequest(host: string, path: string, key: string): string {
  return [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${key}`,
    'Sec-WebSocket-Version: 13',
    '',
    '',
  ].join('\r\n');
}

const [finText, maskBit, lengthBits, longest] = [0x81, 0x80, 0x7f, 125];

/** A whole text message of at most 125 bytes in one frame. @param mask four bytes, or null for a frame as a server sends it */
export function textFrame(text: string, mask: Buffer | null): Buffer {
  const payload = Buffer.from(text);
  if (payload.length > longest) throw new RangeError('too long for a frame with a length of one byte');
  if (!mask) return Buffer.concat([Buffer.from([finText, payload.length]), payload]);
  const masked = payload.map((byte, index) => byte ^ (mask[index % 4] as number));
  return Buffer.concat([Buffer.from([finText, maskBit | payload.length]), mask, masked]);
}

/** The first frame in these bytes, of one as short as ours; null while it is not whole. */
export function readFrame(
  bytes: Buffer,
): { readonly opcode: number; readonly frame: Buffer; readonly payload: Buffer } | null {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return null;
  const end = 2 + (second & lengthBits);
  if (bytes.length < end) return null;
  return { opcode: first & 0x0f, frame: bytes.subarray(0, end), payload: bytes.subarray(2, end) };
}
