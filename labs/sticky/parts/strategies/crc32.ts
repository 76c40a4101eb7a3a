/**
 * The CRC-32 of zlib and Ethernet (polynomial 0xedb88320, bits reversed), in three steps, because nginx's
 * consistent hash goes on from a sum that it has already begun: begin, add bytes, finish.
 */
export const crc32Begin = -1; // all 32 bits set

const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum;
});

export function crc32Add(sum: number, bytes: Uint8Array, length = bytes.length): number {
  let next = sum;
  for (let at = 0; at < length; at += 1) {
    next = (table[(next ^ (bytes[at] as number)) & 255] as number) ^ (next >>> 8);
  }
  return next;
}

export function crc32Finish(sum: number): number {
  return ~sum >>> 0;
}
