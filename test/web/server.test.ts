import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monotonicClock } from '../../src/measure/clock.ts';
import { type DemoServer, type DemoServerOptions, openDemoServer } from '../../src/web/server/demo-server.ts';
import type { Peer, SocketEvents } from '../../src/web/server/sockets.ts';
import { eventually } from '../eventually.ts';
import { ask, cookieOf, requestText, send, type Talk, talk, upgrade } from './raw.ts';

const pages = {
  host: Buffer.from('<script type="module">1</script><style>a{}</style>host'),
  voter: Buffer.from('<script type="module">2</script>voter'),
};
const heard: unknown[] = [];
const peers = new Set<Peer>();
const events: SocketEvents = {
  message(peer, said) {
    peers.add(peer);
    heard.push(said);
    peer.send(JSON.stringify(said));
  },
  closed: (peer) => void peers.delete(peer),
};

function open(options: Partial<DemoServerOptions> = {}): Promise<DemoServer> {
  const { nowMs } = monotonicClock;
  return openDemoServer({ port: 0, lan: null, pages, nowMs, isBusy: () => false, ...options }, events);
}

let server: DemoServer;
let port = 0;
/** Of the host and of a voter. */
let host = '';
let voter = '';
beforeAll(async () => {
  server = await open({ requestMs: 500, limits: { joinWithinMs: 1_000 } });
  port = server.port;
  host = await cookieOf(port, `/?code=${server.credentials.newCode()}`);
  voter = await cookieOf(port, `/${server.credentials.letters}`);
});
afterAll(() => server.close());

const reach = (address: string, to: number) =>
  new Promise<string>((resolve) => {
    const socket = connect({ host: address, port: to });
    socket.on('connect', () => resolve('reached'));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    socket.on('connect', () => socket.destroy());
  });

describe('who can reach it', () => {
  it('only this machine, by one address (1)', async () => {
    expect(await reach('127.0.0.1', port)).toBe('reached');
    expect(await reach('127.0.0.2', port)).toBe('ECONNREFUSED');
  });

  it('phones by the address that was named, as voters and nothing else (2)', async () => {
    const lan = await open({ lan: '127.0.0.2' });
    const onLan = (path: string) =>
      send(lan.port, requestText(lan.port, { host: `127.0.0.2:${lan.port}`, path }), '127.0.0.2');
    expect(await reach('127.0.0.2', lan.port)).toBe('reached');
    expect((await onLan('/')).status).toBe(401);
    expect((await onLan(`/?code=${lan.credentials.newCode()}`)).status).toBe(404);
    const phone = await onLan(`/${lan.credentials.letters}`);
    expect(phone.body).toContain('voter');
    expect(phone.headers.get('set-cookie')).toMatch(/^redis-lab-voter-/);
    expect(phone.headers.get('content-security-policy')).toContain(`ws://127.0.0.2:${lan.port}`);
    await lan.close();
    expect(await reach('127.0.0.2', lan.port)).toBe('ECONNREFUSED');
  });

  it.each(['evil.test', 'localhost6', '127.0.0.1.nip.io', '010.0.0.1', 'localhost'])(
    'not by the name %s (3)',
    async (name) => {
      for (const named of [name, `${name}:${port}`]) {
        const { status, body } = await ask(port, { host: named, cookie: host });
        expect([status, body]).toEqual([421, '']);
        expect((await upgrade(port, { host: named, cookie: host })).status).toBe(421);
      }
    },
  );

  it('not by another port, by none, or by two names at once (3)', async () => {
    expect((await ask(port, { host: `127.0.0.1:${port + 1}`, cookie: host })).status).toBe(421);
    expect((await ask(port, { host: '127.0.0.1', cookie: host })).status).toBe(421);
    expect((await ask(port, { host: null, cookie: host })).status).toBe(400);
    const second = [`Host: 127.0.0.1:${port}`];
    expect(await ask(port, { cookie: host, headers: second })).toMatchObject({ status: 400, body: '' });
    expect((await ask(port, { host: 'evil.test', headers: second })).status).toBe(400);
  });
});

describe('the handshake of a WebSocket', () => {
  const foreign = ['http://evil.test', 'null', null, 'http://localhost.evil.test', 'http://127.0.0.1', ''];
  it.each(foreign)('is refused to the origin %s (4)', async (origin) => {
    expect((await upgrade(port, { origin, cookie: host })).status).toBe(403);
  });

  it('is refused to another port and to https (4)', async () => {
    for (const origin of [`http://127.0.0.1:${port + 1}`, `https://127.0.0.1:${port}`])
      expect((await upgrade(port, { origin, cookie: host })).status).toBe(403);
  });

  it('is refused without the credential of its role (5)', async () => {
    const name = host.split('=')[0];
    const wrong = [
      undefined,
      '',
      `${name}=`,
      `${name}=x`,
      `${host}x`,
      `x${host}`,
      `${name}=${'x'.repeat(4_000)}`,
    ];
    for (const cookie of [...wrong, voter, host.slice(0, -1)])
      expect((await upgrade(port, { cookie })).status).toBe(401);
    expect((await upgrade(port, { path: '/vote', cookie: host })).status).toBe(401);
    expect((await upgrade(port, { path: '/elsewhere', cookie: host })).status).toBe(404);
  });

  it('goes through with it', async () => {
    const { socket } = await talk(port, '/host', `a=b; ${host}; c=d`);
    socket.close();
  });
});

describe('credentials', () => {
  it('a code works once, and for so long (6)', async () => {
    const path = `/?code=${server.credentials.newCode()}`;
    expect(await ask(port, { path, method: 'HEAD' })).toMatchObject({ status: 401 });
    const opened = await ask(port, { path });
    expect(opened).toMatchObject({ status: 303, body: '' });
    expect(opened.headers.get('location')).toBe('/');
    expect(opened.headers.get('referrer-policy')).toBe('no-referrer');
    expect((await ask(port, { path })).status).toBe(401);
    let now = 0;
    const aged = await open({ nowMs: () => now });
    const late = `/?code=${aged.credentials.newCode()}`;
    const inTime = `/?code=${aged.credentials.newCode()}`;
    now = 59_999;
    expect((await ask(aged.port, { path: inTime })).status).toBe(303);
    now = 60_000;
    expect((await ask(aged.port, { path: late })).status).toBe(401);
    await aged.close();
  });

  it('a cookie is for this port, this site and no script (7)', async () => {
    const { headers } = await ask(port, { path: `/?code=${server.credentials.newCode()}` });
    const cookie = headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(
      new RegExp(`^redis-lab-host-${port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    );
    const other = await open();
    expect((await ask(other.port, { cookie: host })).status).toBe(401);
    const renamed = host.replace(String(port), String(other.port));
    expect((await ask(other.port, { cookie: renamed })).status).toBe(401);
    await other.close();
  });

  it('a page that anybody can get holds none', async () => {
    const { status, body } = await ask(port);
    expect(status).toBe(401);
    for (const secret of [host, voter, server.credentials.letters])
      expect(body).not.toContain(secret.split('=').at(-1));
    expect((await ask(port, { cookie: host })).body).not.toContain(host.split('=')[1]);
  });
});

describe('what is sent', () => {
  it('says no word of other origins, and answers no OPTIONS (8, 11)', async () => {
    const headers = ['Origin: http://evil.test', 'Access-Control-Request-Method: GET'];
    for (const method of ['OPTIONS', 'POST', 'PUT', 'DELETE', 'PATCH', 'TRACE'])
      expect((await ask(port, { method, cookie: host, headers })).status).toBe(405);
    for (const path of ['/', '/none', `/${server.credentials.letters}`, '/host'])
      for (const cookie of [host, undefined]) {
        const reply = await ask(port, { path, cookie, headers });
        expect([...reply.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
      }
    expect(await ask(port, { method: 'HEAD', cookie: host })).toMatchObject({ status: 200, body: '' });
  });

  it('is for this page alone, and runs no script but its own (9)', async () => {
    for (const [path, cookie] of [
      ['/', host],
      ['/none', host],
      ['/', ''],
    ] as const) {
      const { headers } = await ask(port, { path, cookie });
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cache-control')).toBe('no-store');
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
    }
    const policy = (await ask(port, { cookie: host })).headers.get('content-security-policy');
    expect(policy).toContain("base-uri 'none'; form-action 'none'");
    // printf 1 | openssl dgst -sha256 -binary | base64
    expect(policy).toContain("script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='");
  });

  it('comes from a list, never from a file (10)', async () => {
    const odd = [
      '/..%2f',
      '/.%5c',
      '/#x',
      '/a%00b',
      '/../package.json',
      '/dist/page.html',
      '/@fs/etc/passwd',
      '*',
    ];
    const unknown = ['/a?raw??', '//', '/?x', '/data/x'];
    const absolute = `http://127.0.0.1:${port}/`;
    for (const [status, paths] of [[400, [...odd, absolute]] as const, [404, unknown] as const])
      for (const path of paths)
        expect(await ask(port, { path, cookie: host }), path).toMatchObject({ status, body: '' });
    const nul = await send(port, requestText(port, { path: '/a\0b', cookie: host }));
    const long = await send(port, requestText(port, { path: `/${'a'.repeat(65_536)}`, cookie: host }));
    for (const { status, body } of [nul, long]) expect([status, body]).toEqual([400, '']);
  });

  it('data is at a path that nobody can guess, for the host alone', async () => {
    const path = server.offer('{"a":1}');
    expect(path).toMatch(/^\/data\/[\w-]{43}$/);
    expect(await ask(port, { path, cookie: host })).toMatchObject({ status: 200, body: '{"a":1}' });
    for (const cookie of [voter, undefined]) expect((await ask(port, { path, cookie })).status).toBe(404);
  });
});

describe('a socket', () => {
  const joined = async (path: '/host' | '/vote', cookie: string, from?: string, at = port): Promise<Talk> => {
    const one = await talk(at, path, cookie, from);
    one.say({ verb: 'join' });
    await eventually(() => expect(one.heard).toHaveLength(1));
    return one;
  };

  it('takes 16 KiB and no more, and inflates nothing (13, 14)', async () => {
    const { status, headers } = await upgrade(port, { cookie: host }).catch(() => never());
    expect([status, headers.get('sec-websocket-extensions')]).toEqual([101, undefined]);
    const one = await joined('/host', host);
    const word = JSON.stringify({ verb: 'catalogue', padding: '' });
    const ofBytes = (bytes: number) => word.replace('""', `"${'x'.repeat(bytes - word.length)}"`);
    one.socket.send(ofBytes(16 * 1024));
    await eventually(() => expect(one.heard).toHaveLength(2));
    one.socket.send(ofBytes(16 * 1024 + 1));
    expect(await one.closed).toBe(1009);
  });

  it('says join first, in time, and once (15)', async () => {
    expect(await (await talk(port, '/host', host)).closed).toBe(1008);
    const early = await talk(port, '/host', host);
    early.say({ verb: 'catalogue' });
    expect(await early.closed).toBe(1008);
    const twice = await joined('/host', host);
    twice.say({ verb: 'join' });
    expect(await twice.closed).toBe(1008);
    const broken = await talk(port, '/host', host);
    broken.socket.send('{');
    expect(await broken.closed).toBe(1008);
  });

  it('says at most 20 words in a second, and 20 more in the next (15)', async () => {
    let now = 0;
    const timed = await open({ nowMs: () => now });
    const cookie = await cookieOf(timed.port, `/?code=${timed.credentials.newCode()}`);
    const fast = await joined('/host', cookie, undefined, timed.port);
    const say = (words: number) => {
      for (let n = 0; n < words; n++) fast.say({ verb: 'catalogue' });
    };
    say(19);
    await eventually(() => expect(fast.heard).toHaveLength(20));
    now = 1_000;
    say(20);
    await eventually(() => expect(fast.heard).toHaveLength(40));
    say(1);
    expect(await fast.closed).toBe(1008);
    await timed.close();
  });

  it('is one of 8 of its address, and of 64 in all (15)', async () => {
    // One where nobody of before still counts.
    const empty = await open();
    const cookie = await cookieOf(empty.port, `/${empty.credentials.letters}`);
    const join = (from: string) => joined('/vote', cookie, from, empty.port);
    const all: Talk[] = [];
    for (let n = 0; n < 64; n++) {
      all.push(await join(`127.0.1.${1 + (n >> 3)}`));
      if (n === 7) expect(await (await talk(empty.port, '/vote', cookie, '127.0.1.1')).closed).toBe(1013);
    }
    const beyond = await talk(empty.port, '/vote', cookie, '127.0.1.99');
    expect(await beyond.closed).toBe(1013);
    for (const { socket } of all) socket.close();
    await Promise.all(all.map(({ closed }) => closed));
    await eventually(async () => {
      const again = await talk(empty.port, '/vote', cookie, '127.0.1.1');
      again.say({ verb: 'join' });
      await eventually(() => expect(again.heard).toHaveLength(1), 1_000);
    });
    await empty.close();
  });

  it('that does not read is closed, and nobody else waits for it (16)', async () => {
    const [slow, quick] = [await joined('/vote', voter), await joined('/host', host)];
    slow.socket.pause();
    const word = JSON.stringify('x'.repeat(64 * 1024));
    const [slowPeer, quickPeer] = ['voter', 'host'].map((role) =>
      [...peers].find((peer) => peer.role === role),
    );
    await eventually(() => {
      slowPeer?.send(word);
      quickPeer?.send(word);
      expect(peers).not.toContain(slowPeer);
    });
    await eventually(() => expect(quick.heard.length).toBeGreaterThan(10));
    expect(peers).toContain(quickPeer);
    quick.socket.close();
    slow.socket.terminate();
  });

  it('and a request that takes its time are not waited for (15)', async () => {
    const started = monotonicClock.nowMs();
    const { status } = await send(port, `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-`);
    expect(status).toBe(400);
    expect(monotonicClock.nowMs() - started).toBeLessThan(10_000);
  });
});

it('ends when nobody asks for anything, though tabs are open, and its port with it (20)', async () => {
  const idle = await open({ idleMs: 200 });
  const cookie = await cookieOf(idle.port, `/?code=${idle.credentials.newCode()}`);
  const { closed } = await talk(idle.port, '/host', cookie);
  await idle.idle;
  await idle.close();
  expect([1001, 1006]).toContain(await closed);
  expect(await reach('127.0.0.1', idle.port)).toBe('ECONNREFUSED');
});

it('goes on while something is under way, and for so long after each word and each request (20)', async () => {
  let [now, busy, looks, ended] = [0, true, 0, false];
  const isBusy = () => {
    looks += 1;
    return busy;
  };
  const idle = await open({ idleMs: 100, nowMs: () => now, isBusy });
  void idle.idle.then(() => {
    ended = true;
  });
  const hasEndedAfter = async (ms: number) => {
    now += ms;
    const before = looks;
    await eventually(() => expect(looks).toBeGreaterThan(before + 1));
    return ended;
  };
  const page = await talk(
    idle.port,
    '/host',
    await cookieOf(idle.port, `/?code=${idle.credentials.newCode()}`),
  );
  expect(await hasEndedAfter(150)).toBe(false);
  busy = false;
  expect(await hasEndedAfter(99)).toBe(false);
  page.say({ verb: 'join' });
  await eventually(() => expect(page.heard).toHaveLength(1));
  expect(await hasEndedAfter(99)).toBe(false);
  await ask(idle.port);
  expect(await hasEndedAfter(99)).toBe(false);
  expect(await hasEndedAfter(1)).toBe(true);
  await idle.close();
});

it('closes on who is in the middle of a request, too', async () => {
  const closing = await open({ requestMs: 3_600_000 });
  const socket = connect({ host: '127.0.0.1', port: closing.port });
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()).on('error', () => {}));
  socket.write('GET / HTTP/1.1\r\n');
  await ask(closing.port); // Who came later was heard, so the one before is there.
  await closing.close();
  await closed;
});

function never(): never {
  throw new Error('the handshake was not answered');
}
