/**
 * An address as nginx writes it in `$remote_addr`: 10.1.2.3 or 2001:db8::1. The text goes into bytes that the
 * caller provides and uses again and again, so that a million IPv4 picks leave no garbage behind.
 */
const dot = 46;
const zero = 48;

/** Enough for the longest text, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff. */
export const addressTextBytes = 40;

/** Writes the text and returns its length. */
export function writeAddress(text: Uint8Array, address: number | Uint8Array): number {
  if (typeof address === 'number') return writeIpv4(text, address);
  return new TextEncoder().encodeInto(ipv6Text(address), text).written;
}

function writeIpv4(text: Uint8Array, address: number): number {
  let at = 0;
  for (let shift = 24; shift >= 0; shift -= 8) {
    const octet = (address >>> shift) & 255;
    if (octet >= 100) text[at++] = zero + Math.floor(octet / 100);
    if (octet >= 10) text[at++] = zero + (Math.floor(octet / 10) % 10);
    text[at++] = zero + (octet % 10);
    if (shift > 0) text[at++] = dot;
  }
  return at;
}

/** Eight groups in lower-case hexadecimal; the longest run of two or more zero groups becomes `::`. */
function ipv6Text(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const groups = Array.from({ length: 8 }, (_, group) => view.getUint16(2 * group).toString(16));
  const run = longestZeroRun(groups);
  // ::ffff:10.1.2.3 and ::10.1.2.3: an IPv4 address inside an IPv6 one keeps its dots.
  const mapped = run.from === 0 && (run.length === 6 || (run.length === 5 && groups[5] === 'ffff'));
  if (mapped) return `::${run.length === 5 ? 'ffff:' : ''}${bytes.subarray(12).join('.')}`;
  if (run.length < 2) return groups.join(':');
  return `${groups.slice(0, run.from).join(':')}::${groups.slice(run.from + run.length).join(':')}`;
}

function longestZeroRun(groups: readonly string[]): { from: number; length: number } {
  let longest = { from: 0, length: 0 };
  for (let from = 0; from < groups.length; from += 1) {
    let length = 0;
    while (groups[from + length] === '0') length += 1;
    if (length > longest.length) longest = { from, length };
  }
  return longest;
}
