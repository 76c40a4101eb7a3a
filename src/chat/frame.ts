// A frame of RFC 6455 built once, header and payload in one piece, and then written to every reader as it is.
// A library that is asked to send to a thousand sockets makes the header, and its copy of the text, a thousand times.

export type Frame = Buffer;

const finalText = 0x81;

/** Server to client, so unmasked; one final text frame. */
export function frameOf(json: string): Frame {
  const length = Buffer.byteLength(json);
  const headerLength = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerLength + length);
  frame[0] = finalText;
  if (headerLength === 2) frame[1] = length;
  else if (headerLength === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(json, headerLength);
  return frame;
}
