/**
 * The number that `balance source` makes of an address: an IPv4 address is that number already; the four
 * 32-bit words of an IPv6 address are combined by exclusive or.
 */
export function addressNumber(address: number | Uint8Array): number {
  if (typeof address === 'number') return address >>> 0;
  const words = new DataView(address.buffer, address.byteOffset, address.byteLength);
  return (words.getUint32(0) ^ words.getUint32(4) ^ words.getUint32(8) ^ words.getUint32(12)) >>> 0;
}
