import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { cleanName, signToken, tokenReader } from '../../src/chat/token.ts';
import { eventually } from '../eventually.ts';
import { openHouse, type Raw } from './house.ts';
import { secret } from './people.ts';

const alone = { mode: 'alone' } as const;

describe('a token', () => {
  const forged = (alg = 'HS256') =>
    new SignJWT().setProtectedHeader({ alg }).setSubject('kim').setAudience('redis-lab.chat');
  const key = (text: string) => new TextEncoder().encode(text);
  it.each<[string, () => string | Promise<string>]>([
    ['missing', () => ''],
    ['no token at all', () => 'hello'],
    ['of another secret', () => signToken('another secret of thirty-two characters', 'kim', 60_000)],
    ['expired', () => signToken(secret, 'kim', -60_000)],
    ['with alg: none', () => new UnsecuredJWT({ sub: 'kim', aud: 'redis-lab.chat', exp: 4e9 }).encode()],
    ['of another algorithm', () => forged('HS512').setExpirationTime(4e9).sign(key(secret))],
    ['without an end', () => forged().sign(key(secret))],
    ['for another service', () => forged().setAudience('x').setExpirationTime(4e9).sign(key(secret))],
    ['of nobody', () => signToken(secret, ' \u202e\u200b ', 60_000)],
  ])('%s: the door stays shut, for good', async (_, token) => {
    const house = await openHouse();
    const raw = await house.raw(await house.open(alone), 'kim', { token: await token() });
    await eventually(() => expect(raw.code).toBe(4503));
    expect(raw.heard).toEqual([]);
  });

  it('that ends while its owner is here sends them for a new one', async () => {
    const house = await openHouse();
    const raw = await house.raw(await house.open(alone), 'kim', {
      token: await signToken(secret, 'kim', 1_000),
    });
    expect(raw.heard[0]).toMatchObject({ t: 'hello', user: 'kim' });
    await eventually(() => expect(raw.code).toBe(4003));
  });

  it('says a name as it looks', async () => {
    const readToken = await tokenReader(secret);
    expect((await readToken(await signToken(secret, '  김\u202e 민\n수 ', 60_000)))?.user).toBe('김 민수');
    expect(cleanName('<b>kim</b>')).toBe('<b>kim</b>');
    expect(cleanName('👩‍💻')).toBe('👩‍💻');
    expect(cleanName('x'.repeat(41))).toBeNull();
  });
});

describe('an upgrade', () => {
  it.each([
    ['of a foreign page', { headers: { origin: 'https://evil.example' } }, 403],
    ['of a page without an origin (a file, a sandbox)', { headers: { origin: 'null' } }, 403],
    ['under a foreign name (DNS rebinding)', { headers: { host: 'evil.example' } }, 403],
  ])('%s is refused', async (_, options, status) => {
    const house = await openHouse();
    const raw = await house.raw(await house.open(alone), 'kim', options);
    expect(raw.status).toBe(status);
  });

  it('of no page (a terminal sends no Origin) is let in', async () => {
    const house = await openHouse();
    const raw = await house.raw(await house.open(alone), 'kim');
    expect(raw.heard[0]).toMatchObject({ t: 'hello' });
  });

  it('with a name of one megabyte is refused before it is read', async () => {
    const house = await openHouse();
    const server = await house.open(alone);
    const raw = await house.raw(server, 'kim', {
      token: await signToken(secret, 'x'.repeat(1e6), 60_000),
    });
    expect([raw.status === 431 || raw.code === 1006, raw.heard]).toEqual([true, []]);
    expect((await house.raw(server, 'lee')).heard[0]).toMatchObject({ t: 'hello' });
  });

  it('of its own page is let in', async () => {
    const house = await openHouse();
    const server = await house.open(alone);
    const raw = await house.raw(server, 'kim', { headers: { origin: `http://127.0.0.1:${server.port}` } });
    expect(raw.heard[0]).toMatchObject({ t: 'hello' });
  });
});

describe('a frame', () => {
  it.each<[string, (raw: Raw) => void, number]>([
    ['that is no JSON', (raw) => raw.say('hello'), 4501],
    ['of an unknown kind', (raw) => raw.say({ t: 'shout', room: 'lobby' }), 4501],
    ['with a room that would break the key', (raw) => raw.say({ t: 'join', room: '{x}:meta' }), 4501],
    [
      'with a position that is none',
      (raw) => raw.say({ t: 'join', room: 'lobby', at: { epoch: 'e', o: -1, tag: '' } }),
      4501,
    ],
    ['that is null', (raw) => raw.say('null'), 4501],
    ['of bytes', (raw) => raw.ws.send(Buffer.from([1, 2, 3])), 4501],
    ['of one megabyte', (raw) => raw.say({ t: 'say', room: 'lobby', id: '1', text: 'x'.repeat(1e6) }), 1009],
  ])('%s ends the connection', async (_, send, code) => {
    const house = await openHouse();
    const raw = await house.raw(await house.open(alone), 'kim');
    send(raw);
    await eventually(() => expect(raw.code).toBe(code));
  });

  it('in parts is put together', async () => {
    const house = await openHouse();
    const raw = await house.raw(await house.open(alone), 'kim');
    raw.ws.send('{"t":"join",', { fin: false });
    raw.ws.send('"room":"lobby"}', { fin: true });
    await eventually(() => expect(raw.heard.map(({ t }) => t)).toContain('joined'));
  });
});

describe('what is said', () => {
  it('comes as it was said, but for what steers a terminal', async () => {
    const house = await openHouse();
    const kim = house.person('kim', await house.open());
    await eventually(() => expect(kim.joins).toHaveLength(1));
    const words = [
      '<img src=x onerror=alert(1)>',
      '안녕하세요 👩‍💻',
      'a\u202eb',
      '두 줄\n이에요',
      '"}]',
      'a\u2028b',
    ];
    for (const text of [...words, '\u001b[2Jx', '\ud800y']) kim.client.say(text);
    await eventually(() => expect(kim.texts()).toEqual([...words, '[2Jx', 'y']));
  });

  it.each([
    ['blank', ' \n '],
    ['too long', 'x'.repeat(4_001)],
  ])('and is %s, is refused', async (_, text) => {
    const house = await openHouse();
    const raw = await house.raw(await house.open(alone), 'kim');
    raw.say({ t: 'join', room: 'lobby' });
    raw.say({ t: 'say', room: 'lobby', id: '1', text });
    await eventually(() => expect(raw.heard).toContainEqual({ t: 'nack', id: '1', why: 'refused' }));
  });

  it('by somebody who is not in the room is refused', async () => {
    const house = await openHouse();
    const raw = await house.raw(await house.open(alone), 'kim');
    raw.say({ t: 'say', room: 'lobby', id: '1', text: 'hello' });
    await eventually(() => expect(raw.heard.at(-1)).toEqual({ t: 'nack', id: '1', why: 'refused' }));
  });
});

describe('too much', () => {
  it('who sends as fast as they can is sent away for good', async () => {
    const house = await openHouse();
    const raw = await house.raw(await house.open(alone), 'kim');
    for (let n = 0; n < 500; n++) raw.say({ t: 'leave', room: 'lobby' });
    await eventually(() => expect(raw.code).toBe(4504));
  });

  it('a flood of pings is not answered pong by pong', async () => {
    const house = await openHouse();
    const raw = await house.raw(await house.open(alone), 'kim');
    let pongs = 0;
    raw.ws.on('pong', () => {
      pongs += 1;
    });
    for (let n = 0; n < 5_000; n++) raw.ws.ping();
    await eventually(() => expect(raw.code).not.toBeNull());
    expect(pongs).toBeLessThan(200);
  });

  it('who does not read is cut off, and the others hear everything', async () => {
    const house = await openHouse();
    const server = await house.open({ ...alone, framesPerSecond: 10_000 });
    const slow = await house.raw(server, 'slow');
    slow.say({ t: 'join', room: 'lobby' });
    await eventually(() => expect(slow.heard).toHaveLength(2));
    const kim = house.person('kim', server);
    await eventually(() => expect(kim.joins).toHaveLength(1));
    slow.ws.pause();
    const text = 'x'.repeat(3_900);
    // As fast as the one who reads can hear it: the other one's share piles up, past what its network holds.
    for (let said = 0; said < 4_000; said += 50) {
      for (let n = 0; n < 50; n++) kim.client.say(text);
      await eventually(() => expect(kim.heard.length).toBe(said + 50));
    }
    await eventually(async () => {
      const metrics = await (await fetch(`http://127.0.0.1:${server.port}/metrics`)).text();
      expect(metrics).toContain('chat_connections 1\n');
    });
  });

  it('who is silent, and whose network is, is cut off', async () => {
    const house = await openHouse();
    const server = await house.open({ ...alone, beatMs: 100 });
    const raw = await house.raw(server, 'kim', { autoPong: false });
    await eventually(() => expect(raw.code).toBe(1006));
  });
});
