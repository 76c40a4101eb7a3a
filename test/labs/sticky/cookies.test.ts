import { describe, expect, test } from 'vitest';
import type { Client, CookieJar, Picker, Strategy } from '../../../labs/sticky/parts/balancing.ts';
import { albApplicationCookie } from '../../../labs/sticky/parts/strategies/alb-application-cookie.ts';
import { albDurationCookie } from '../../../labs/sticky/parts/strategies/alb-duration-cookie.ts';
import { createHaproxyCookieInsert } from '../../../labs/sticky/parts/strategies/haproxy-cookie-insert.ts';
import { createHaproxyStickTable } from '../../../labs/sticky/parts/strategies/haproxy-stick-table.ts';
import { nginxStickyCookie } from '../../../labs/sticky/parts/strategies/nginx-sticky-cookie.ts';
import { farm } from './farm.ts';

const browser = (cookies = new Map<string, string>()) => ({ address: 0x0a_00_00_01, cookies });
const noJar: Client = { address: 0x0a_00_00_01, cookies: null };

const byCookie: Record<string, Strategy> = {
  'HAProxy cookie insert': createHaproxyCookieInsert(),
  'nginx sticky cookie': nginxStickyCookie,
  'ALB duration-based': albDurationCookie,
  'ALB application-based': albApplicationCookie,
};

describe.each(Object.entries(byCookie))('%s', (_, strategy) => {
  test('a browser stays, whatever its address becomes', () => {
    const picker = strategy(farm(3));
    const client = browser();
    picker.pick(browser()); // somebody else takes the first turn
    const first = picker.pick(client);
    expect(first).toBe(1);
    expect(picker.pick({ ...client, address: 0x0b_00_00_01 })).toBe(first);
  });

  test('a client without a jar goes round', () => {
    const picker = strategy(farm(3));
    expect([0, 1, 2, 3].map(() => picker.pick(noJar))).toEqual([0, 1, 2, 0]);
  });

  test('when its server dies, the browser gets another and stays there after the recovery', () => {
    const client = browser();
    expect(strategy(farm(3)).pick(client)).toBe(0);
    const other = strategy(farm(3, { 0: { state: 'crashed' } })).pick(client);
    expect(other).toBeGreaterThan(0);
    expect(strategy(farm(3)).pick(client)).toBe(other);
  });

  test('a cookie nobody knows is replaced', () => {
    const client = browser();
    const picker = strategy(farm(3));
    picker.pick(client);
    for (const name of client.cookies.keys()) client.cookies.set(name, 'forged');
    const again = picker.pick(client);
    expect(again).not.toBe(-1);
    expect([...client.cookies.values()].some((value) => value !== 'forged')).toBe(
      strategy !== albApplicationCookie, // the application's own cookie is still there, so nothing begins anew
    );
  });

  test('with all servers down no cookie is given', () => {
    const client = browser();
    expect(strategy(farm(2, { 0: { state: 'maint' }, 1: { state: 'maint' } })).pick(client)).toBe(-1);
    expect([...client.cookies]).toEqual([]);
  });
});

describe('a server that drains', () => {
  const draining = farm(3, { 0: { state: 'drain' } });

  test.each([
    ['HAProxy', createHaproxyCookieInsert(), 0],
    ['nginx', nginxStickyCookie, 0],
  ])('%s: keeps those whose cookie names it', (_, strategy, kept) => {
    const client = browser();
    strategy(farm(3)).pick(client);
    expect(strategy(draining).pick(client)).toBe(kept);
    expect(strategy(draining).pick(browser())).not.toBe(0);
  });

  test.each([
    ['duration-based', albDurationCookie],
    ['application-based', albApplicationCookie],
  ])('ALB %s: sends them elsewhere', (_, strategy) => {
    const client = browser();
    strategy(farm(3)).pick(client);
    expect(strategy(draining).pick(client)).not.toBe(0);
  });

  test('HAProxy: weight 0 is a drain', () => {
    const client = browser();
    createHaproxyCookieInsert()(farm(3)).pick(client);
    const weightless = createHaproxyCookieInsert()(farm(3, { 0: { weight: 0 } }));
    expect(weightless.pick(client)).toBe(0);
    expect([0, 1, 2].map(() => weightless.pick(browser()))).toEqual([1, 2, 1]);
  });
});

test('nginx: the cookie is the MD5 of address and port', () => {
  // printf 127.0.0.1:19001 | md5sum
  const client = browser();
  nginxStickyCookie(farm(1)).pick(client);
  expect(client.cookies.get('srv_id')).toBe('9f23fdfb4b98c8f845ae04e3662871ac');
});

describe('nginx: a request that follows its cookie is a turn of its server', () => {
  const pickTwo = () => {
    const picker = nginxStickyCookie(farm(2));
    const first = browser();
    expect([picker.pick(first), picker.pick(browser())]).toEqual([0, 1]);
    return { picker, first };
  };

  test('so the next new client goes to the other one', () => {
    const { picker, first } = pickTwo();
    expect([picker.pick(first), picker.pick(browser())]).toEqual([0, 1]);
  });

  test('but only one turn is owed, however often the client comes', () => {
    const { picker, first } = pickTwo();
    for (let count = 0; count < 5; count += 1) expect(picker.pick(first)).toBe(0);
    expect([1, 2, 3].map(() => picker.pick(browser()))).toEqual([1, 0, 1]);
  });

  test('a cookie that names a backup waits until the others are gone', () => {
    const client = browser();
    nginxStickyCookie(farm(2, { 0: { state: 'down' }, 1: { backup: true } })).pick(client);
    expect(nginxStickyCookie(farm(2, { 1: { backup: true } })).pick(client)).toBe(0);
  });
});

describe('ALB', () => {
  test('duration-based: every answer renews the lifetime', () => {
    const jar = createAgingJar();
    const picker = albDurationCookie(farm(3));
    picker.pick({ address: 1, cookies: jar });
    for (let day = 0; day < 5; day += 1) {
      jar.nowSeconds += 80_000; // less than the day it lives
      expect(picker.pick({ address: 1, cookies: jar })).toBe(0);
    }
    jar.nowSeconds += 90_000;
    expect(picker.pick({ address: 1, cookies: jar })).toBe(1);
  });

  test('application-based: both cookies must come', () => {
    const picker = albApplicationCookie(farm(3));
    const client = browser();
    expect([picker.pick(client), picker.pick(client)]).toEqual([0, 0]);
    client.cookies.delete('AWSALBAPP');
    expect([picker.pick(client), picker.pick(client)]).toEqual([1, 2]);
    client.cookies.delete('session'); // logged out: the application begins again
    expect([picker.pick(client), picker.pick(client)]).toEqual([0, 0]);
  });

  /** A jar that throws cookies away when their lifetime is over. */
  function createAgingJar(): CookieJar & { nowSeconds: number } {
    const cookies = new Map<string, { value: string; until: number }>();
    return {
      nowSeconds: 0,
      get(name) {
        const cookie = cookies.get(name);
        return cookie && cookie.until > this.nowSeconds ? cookie.value : undefined;
      },
      set(name, value, lifetimeSeconds = Number.POSITIVE_INFINITY) {
        cookies.set(name, { value, until: this.nowSeconds + lifetimeSeconds });
      },
    };
  }
});

describe('HAProxy stick-table', () => {
  const client = (address: number) => ({ address, cookies: null });

  const people = [3, 1, 2, 5, 4];
  const pickAll = (picker: Picker) => people.map((address) => picker.pick(client(address)));

  test('a reload empties it, unless peers hand it on; what is told while it runs leaves it as it is', () => {
    for (const [peers, change, kept] of [
      [true, 'list', true],
      [false, 'list', false],
      [false, 'state', true],
      [false, 'crash', true],
    ] as const) {
      const strategy = createHaproxyStickTable(peers);
      const before = pickAll(strategy(farm(3)));
      const others = people.toReversed();
      const after = strategy(farm(4), change);
      const now = new Map(others.map((address) => [address, after.pick(client(address))]));
      const stayed = people.every((address, index) => now.get(address) === before[index]);
      expect(stayed, `${peers} ${change}`).toBe(kept);
    }
  });

  test('handed on, it goes by the name of a server, and by its place where the name is gone', () => {
    const strategy = createHaproxyStickTable(true);
    expect(pickAll(strategy(farm(3)))).toEqual([0, 1, 2, 0, 1]);
    // Server 2 of 3 is taken out: its clients go to whoever has its place now, and server 3 keeps its own.
    expect(pickAll(strategy(farm(3).toSpliced(1, 1), 'list'))).toEqual([0, 1, 1, 0, 1]);
  });

  test('it moves when its server is gone and stays with the new one', () => {
    const strategy = createHaproxyStickTable(true);
    expect(strategy(farm(2)).pick(client(9))).toBe(0);
    expect(strategy(farm(2, { 0: { state: 'drain' } })).pick(client(9))).toBe(0);
    expect(strategy(farm(2, { 0: { state: 'maint' } })).pick(client(9))).toBe(1);
    expect(strategy(farm(2)).pick(client(9))).toBe(1);
  });

  test('an IPv6 address is not remembered', () => {
    const picker = createHaproxyStickTable(true)(farm(2));
    const ipv6 = { address: new Uint8Array(16), cookies: null };
    expect([picker.pick(ipv6), picker.pick(ipv6)]).toEqual([0, 1]);
  });
});
