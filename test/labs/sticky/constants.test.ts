import { describe, expect, test } from 'vitest';
import { addressTextBytes, writeAddress } from '../../../labs/sticky/parts/strategies/address-text.ts';
import { crc32Add, crc32Begin, crc32Finish } from '../../../labs/sticky/parts/strategies/crc32.ts';
import { createHaproxyRoundrobin } from '../../../labs/sticky/parts/strategies/haproxy-roundrobin.ts';
import { haproxySource } from '../../../labs/sticky/parts/strategies/haproxy-source.ts';
import { ketamaRing } from '../../../labs/sticky/parts/strategies/nginx-hash-consistent.ts';
import { nginxIpHash } from '../../../labs/sticky/parts/strategies/nginx-ip-hash.ts';
import { nginxRoundRobin } from '../../../labs/sticky/parts/strategies/nginx-round-robin.ts';
import { farm, parseAddress, picksOf, weighted } from './farm.ts';

const turns = Array.from({ length: 14 }, () => 0);
/** Two rounds of seven, counted from 1, as the facts write them. */
const inWords = (picks: readonly number[]) => picks.map((pick) => pick + 1).join(' ');

describe('nginx ip_hash with three equal servers', () => {
  test.each([
    ['1.2.3.4', 1],
    ['10.0.0.1', 0],
    ['192.168.1.10', 1],
    ['203.0.113.9', 0],
    ['8.8.8.8', 2],
  ])('%s → %i', (address, server) => {
    expect(picksOf(nginxIpHash, farm(3), [parseAddress(address)])).toEqual([server]);
  });

  test('consecutive /24 networks rotate through the servers', () => {
    const networks = Array.from({ length: 9 }, (_, third) => parseAddress(`192.168.${third}.7`));
    const picks = picksOf(nginxIpHash, farm(3), networks);
    const first = picks[0] as number;
    expect(picks).toEqual(networks.map((_, third) => (first + third) % 3));
  });

  test('a signed and an unsigned number are the same address', () => {
    const address = parseAddress('203.0.113.9') as number;
    expect(picksOf(nginxIpHash, farm(3), [address | 0])).toEqual(picksOf(nginxIpHash, farm(3), [address]));
  });
});

test('weights 5, 1, 1 in nginx: 1 1 2 1 3 1 1', () => {
  expect(inWords(picksOf(nginxRoundRobin, weighted(5, 1, 1), turns))).toBe('1 1 2 1 3 1 1 1 1 2 1 3 1 1');
});

test('weights 5, 1, 1 in HAProxy roundrobin: 1 1 1 2 1 1 3', () => {
  expect(inWords(picksOf(createHaproxyRoundrobin(), weighted(5, 1, 1), turns))).toBe(
    '1 1 1 2 1 1 3 1 1 1 2 1 1 3',
  );
});

test.each([
  [[3, 1, 1], '1 1 2 1 3'],
  [[5, 1, 1], '1 1 1 2 1 1 3'],
])('the table of HAProxy source for weights %j: %s', (weights, table) => {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const slots = Array.from({ length: total }, (_, address) => address);
  expect(inWords(picksOf(haproxySource, weighted(...weights), slots))).toBe(table);
});

test('crc32("10.1.2.3") is 4128529761', () => {
  expect(crc32Finish(crc32Add(crc32Begin, new TextEncoder().encode('10.1.2.3')))).toBe(4_128_529_761);
});

test('the three smallest points of 127.0.0.1:19001', () => {
  const { places } = ketamaRing(farm(1));
  expect([...places.slice(0, 3)]).toEqual([4_401_475, 10_222_742, 11_312_376]);
  expect(places).toHaveLength(160);
});

test.each([
  ['0.0.0.0', '0.0.0.0'],
  ['255.10.100.9', '255.10.100.9'],
  ['2001:db8:0:0:0:0:0:1', '2001:db8::1'],
  ['2001:db8:0:1:0:0:0:0', '2001:db8:0:1::'],
  ['2001:0:0:1:2:0:0:1', '2001::1:2:0:0:1'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['0:0:0:0:0:0:0:0', '::'],
  ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
  ['0:0:0:0:0:ffff:a01:203', '::ffff:10.1.2.3'],
  ['0:0:0:0:0:0:a01:203', '::10.1.2.3'],
])('nginx writes %s as %s', (address, text) => {
  const bytes = new Uint8Array(addressTextBytes);
  const length = writeAddress(bytes, parseAddress(address));
  expect(new TextDecoder().decode(bytes.subarray(0, length))).toBe(text);
});
