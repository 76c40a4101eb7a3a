// Addresses as people have them, as text for the real balancer and as a number or bytes for the model.
import type { Random } from '../../../../src/kit/run.ts';

export interface Address {
  readonly text: string;
  readonly value: number | Uint8Array;
}

export function drawAddress(family: 'IPv4' | 'IPv6', random: Random): Address {
  return family === 'IPv4' ? drawIpv4(random) : drawIpv6(random);
}

/** The first octet is 1 to 223, as it is for hosts. */
function drawIpv4(random: Random): Address {
  const octets = [1 + random.int(223), random.int(256), random.int(256), random.int(256)];
  return { text: octets.join('.'), value: octets.reduce((sum, octet) => sum * 256 + octet, 0) };
}

/** Half of the groups are zero, so that `::` comes up in every place it can. */
function drawIpv6(random: Random): Address {
  const groups = [0x2001, ...Array.from({ length: 7 }, () => random.int(2) * random.int(65_536))];
  return {
    text: groups.map((group) => group.toString(16)).join(':'),
    value: Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 255])),
  };
}
