import { describe, expect, it } from 'vitest';
import { eventually } from '../eventually.ts';
import { openHouse } from './house.ts';

describe('one conversation on two servers', () => {
  it('each hears the other, in order, once, and is confirmed', async () => {
    const house = await openHouse();
    const [one, two] = [await house.open(), await house.open()];
    const [kim, lee] = [house.person('kim', one), house.person('lee', two)];
    await eventually(() => expect([kim.joins.length, lee.joins.length]).toEqual([1, 1]));
    for (let n = 1; n <= 50; n++) (n % 2 ? kim : lee).client.say(String(n));
    await eventually(() => {
      expect(kim.heard).toHaveLength(50);
      expect(lee.heard).toEqual(kim.heard);
    });
    expect(kim.heard.map(({ o }) => o)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    await eventually(() => expect(kim.acked.length + lee.acked.length).toBe(50));
  });

  it('alone: the other server hears nothing', async () => {
    const house = await openHouse();
    const [one, two] = [await house.open({ mode: 'alone' }), await house.open({ mode: 'alone' })];
    const [kim, lee, han] = [house.person('kim', one), house.person('lee', two), house.person('han', one)];
    await eventually(() => expect([kim, lee, han].map(({ joins }) => joins.length)).toEqual([1, 1, 1]));
    kim.client.say('hello');
    await eventually(() => expect(han.texts()).toEqual(['hello']));
    lee.client.say('anybody?');
    await eventually(() => expect(lee.texts()).toEqual(['anybody?']));
    expect(han.texts()).toEqual(['hello']);
  });

  it('pubsub: who is away misses it, and is told that nothing can be recovered', async () => {
    const house = await openHouse();
    const [one, two] = [await house.open({ mode: 'pubsub' }), await house.open({ mode: 'pubsub' })];
    let port = two.port;
    const [kim, lee] = [house.person('kim', one), house.person('lee', () => `ws://127.0.0.1:${port}`)];
    await eventually(() => expect([kim.joins.length, lee.joins.length]).toEqual([1, 1]));
    kim.client.say('1');
    await eventually(() => expect(lee.texts()).toEqual(['1']));
    port = 9; // Nobody is there.
    await two.close();
    await eventually(() => expect(lee.codes.length).toBeGreaterThan(1));
    kim.client.say('2');
    await eventually(() => expect(kim.texts()).toEqual(['1', '2']));
    port = one.port;
    await eventually(() => expect(lee.joins).toHaveLength(2));
    kim.client.say('3');
    await eventually(() => expect(lee.texts()).toEqual(['1', '3']));
    expect(lee.resets).toEqual(['no-history', 'no-history']);
  });

  it('a message that is sent again under its id is not said twice', async () => {
    const house = await openHouse();
    const one = await house.open();
    const kim = house.person('kim', one);
    await eventually(() => expect(kim.joins).toHaveLength(1));
    const raw = await house.raw(one, 'lee');
    raw.say({ t: 'join', room: 'lobby' });
    for (let n = 0; n < 2; n++) raw.say({ t: 'say', room: 'lobby', id: 'the-same', text: 'once' });
    const acks = () => raw.heard.filter(({ t }) => t === 'ack');
    await eventually(() => expect(acks()).toHaveLength(2));
    expect(acks()).toEqual([
      { t: 'ack', id: 'the-same', o: 1, dup: false },
      { t: 'ack', id: 'the-same', o: 1, dup: true },
    ]);
    kim.client.say('after');
    await eventually(() => expect(kim.texts()).toEqual(['once', 'after']));
  });
});

it('what Redis lost with its confirmation is said again, and stands on no screen twice', async () => {
  const house = await openHouse();
  const server = await house.open();
  const kim = house.person('kim', server);
  await eventually(() => expect(kim.joins).toHaveLength(1));
  const raw = await house.raw(server, 'lee');
  const say = (id: string) => raw.say({ t: 'say', room: 'lobby', id, text: id });
  raw.say({ t: 'join', room: 'lobby' });
  say('once');
  await eventually(() => expect(kim.texts()).toEqual(['once']));
  const commands = await house.redis.connect('test');
  expect(await commands.del('chat:{lobby}:seen:lee:once')).toBe(1);
  say('once');
  say('after');
  await eventually(() => expect(kim.texts()).toEqual(['once', 'after']));
  expect(kim.heard.at(-1)?.o).toBe(3);
});

/** A person whose server goes away, and who comes back when the test says so. */
async function absent(config: Record<string, string> = {}, store = {}) {
  const house = await openHouse(config);
  const [one, two] = [await house.open({ store }), await house.open({ store })];
  let [kims, port] = [one.port, two.port];
  const kim = house.person('kim', () => `ws://127.0.0.1:${kims}`);
  const lee = house.person('lee', () => `ws://127.0.0.1:${port}`);
  await eventually(() => expect([kim.joins.length, lee.joins.length]).toEqual([1, 1]));
  const say = async (...texts: string[]) => {
    for (const text of texts) kim.client.say(text);
    await eventually(() => expect(kim.client.unconfirmed.size).toBe(0));
  };
  await say('1', '2');
  await eventually(() => expect(lee.texts()).toEqual(['1', '2']));
  port = 9; // Nobody is there.
  await two.close();
  await eventually(() => expect(lee.codes.length).toBeGreaterThan(1));
  return {
    ...{ house, kim, lee, say },
    commands: await house.redis.connect('test'),
    async comeBack(to = one) {
      port = to.port;
      await eventually(() => expect(lee.joins).toHaveLength(2));
    },
    /** Kim's server goes as well; then kim is at another, or nowhere. */
    async leave(to = { port: 9 }) {
      kims = to.port;
      await one.close();
      if (to.port !== 9) await eventually(() => expect(kim.joins).toHaveLength(2));
    },
  };
}

describe('somebody comes back', () => {
  it('and gets exactly what was missed', async () => {
    const { lee, say, comeBack } = await absent();
    await say('3', '4');
    await comeBack();
    expect(lee.joins[1]).toMatchObject({ recovered: true });
    await say('5');
    await eventually(() => expect(lee.texts()).toEqual(['1', '2', '3', '4', '5']));
    expect(lee.resets).toEqual(['new-here']);
  });

  it('and nothing was said', async () => {
    const { lee, comeBack } = await absent();
    await comeBack();
    expect(lee.joins[1]).toMatchObject({ recovered: true, entries: [] });
  });

  it('the last message that they saw was trimmed, and nothing after it', async () => {
    const { lee, say, comeBack } = await absent({}, { keep: 3 });
    await say('3', '4', '5');
    await comeBack();
    expect(lee.joins[1]).toMatchObject({ recovered: true });
    expect(lee.texts()).toEqual(['1', '2', '3', '4', '5']);
  });

  it('the history is shorter than the absence', async () => {
    const { lee, say, comeBack } = await absent({}, { keep: 3 });
    await say('3', '4', '5', '6');
    await comeBack();
    expect(lee.joins[1]).toMatchObject({ recovered: false, why: 'history-too-short' });
  });

  it('after FLUSHALL, also when the offsets have grown past where they stood', async () => {
    const { kim, lee, say, comeBack, commands } = await absent();
    await commands.flushall();
    await say('a', 'b', 'c', 'd');
    await comeBack();
    expect(lee.joins[1]).toMatchObject({ recovered: false, why: 'history-is-another' });
    // Who was here all the time is told as well: their server found another history.
    expect(kim.resets).toEqual(['new-here', 'history-is-another']);
  });

  it('after a failover to a replica that lagged, also when the offsets are the same again', async () => {
    const { house, kim, lee, say, comeBack, commands } = await absent();
    // A replica that lags by two: it has what stood in Redis before they were said.
    const before = await Promise.all(
      ['meta', 'log'].map((name) => commands.dumpBuffer(`chat:{lobby}:${name}`)),
    );
    await say('3', '4');
    await eventually(() => expect(kim.texts()).toEqual(['1', '2', '3', '4']));
    await commands.restore('chat:{lobby}:meta', 0, before[0] as Buffer, 'REPLACE');
    await commands.restore('chat:{lobby}:log', 0, before[1] as Buffer, 'REPLACE');
    const other = await house.open();
    const han = house.person('han', other);
    await eventually(() => expect(han.joins).toHaveLength(1));
    han.client.say('5');
    await eventually(() => expect(kim.resets).toEqual(['new-here', 'history-was-rewritten']));
    await comeBack();
    expect(lee.joins[1]).toMatchObject({ recovered: false, why: 'history-is-another' });
  });
});

describe('history went back while no server was left that would know', () => {
  it('who has seen what is gone proves it, and those who had not seen it are told', async () => {
    const { house, kim, lee, say, comeBack, commands, leave } = await absent();
    const before = await Promise.all(
      ['meta', 'log'].map((name) => commands.dumpBuffer(`chat:{lobby}:${name}`)),
    );
    await say('3', '4');
    await eventually(() => expect(kim.texts()).toEqual(['1', '2', '3', '4']));
    await leave();
    await commands.restore('chat:{lobby}:meta', 0, before[0] as Buffer, 'REPLACE');
    await commands.restore('chat:{lobby}:log', 0, before[1] as Buffer, 'REPLACE');
    const other = await house.open();
    await comeBack(other);
    expect(lee.joins[1]).toMatchObject({ recovered: true, entries: [] }); // Nobody is here who knows better.
    await leave(other);
    await eventually(() => expect(lee.resets).toEqual(['new-here', 'history-is-another']));
    expect(kim.joins[1]).toMatchObject({ recovered: false });
  });

  it('and who only says so is not believed', async () => {
    const house = await openHouse();
    const server = await house.open();
    const kim = house.person('kim', server);
    await eventually(() => expect(kim.joins).toHaveLength(1));
    kim.client.say('1');
    await eventually(() => expect(kim.texts()).toEqual(['1']));
    const raw = await house.raw(server, 'liar');
    const { epoch, o, tag } =
      kim.heard.map(({ o, tag }) => ({ epoch: kim.joins[0]?.at.epoch, o, tag }))[0] ?? {};
    for (const at of [
      { epoch, o: 99, tag: 'x'.repeat(16) },
      { epoch, o: 2, tag },
      { epoch, o, tag: 'y'.repeat(16) },
      { epoch, o: 99, tag: '' },
    ])
      raw.say({ t: 'join', room: 'lobby', at });
    await eventually(() => expect(raw.heard.filter(({ t }) => t === 'joined')).toHaveLength(4));
    kim.client.say('2');
    await eventually(() => expect(kim.texts()).toEqual(['1', '2']));
    expect(kim.resets).toEqual(['new-here']);
  });
});

describe('Redis', () => {
  it('goes away and comes back empty: all are told, and what was said meanwhile arrives', async () => {
    const house = await openHouse();
    const [one, two] = [await house.open(), await house.open()];
    const [kim, lee] = [house.person('kim', one), house.person('lee', two)];
    await eventually(() => expect([kim.joins.length, lee.joins.length]).toEqual([1, 1]));
    kim.client.say('1');
    await eventually(() => expect(lee.texts()).toEqual(['1']));
    await house.redis.kill();
    await eventually(() => expect([kim.relay, lee.relay]).toEqual([[false], [false]]));
    const health = await fetch(`http://127.0.0.1:${one.port}/healthz`);
    const said = { ok: false, redis: false, draining: false, pid: process.pid };
    expect([health.status, await health.json()]).toEqual([503, said]);
    const id = kim.client.say('2');
    await house.redis.restart();
    // With the page that takes the place of the lost history, or after it: whichever server comes back first.
    await eventually(() =>
      expect([...lee.page, ...lee.heard.slice(1)].map(({ text }) => text)).toEqual(['2']),
    );
    await eventually(() => expect(kim.acked).toContain(id));
    expect(lee.resets).toEqual(['new-here', 'history-is-another']);
    await eventually(() => expect(lee.relay).toEqual([false, true]));
  });

  it('cuts the subscriber: the hole is healed once, and nobody is told to reload', async () => {
    const house = await openHouse();
    const [one, two] = [await house.open(), await house.open()];
    const [kim, lee] = [house.person('kim', one), house.person('lee', two)];
    await eventually(() => expect([kim.joins.length, lee.joins.length]).toEqual([1, 1]));
    const commands = await house.redis.connect('test');
    for (let n = 1; n <= 60; n++) {
      kim.client.say(String(n));
      if (n % 20 === 10) await commands.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    }
    await eventually(() =>
      expect(lee.heard.map(({ o }) => o)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1)),
    );
    expect(lee.resets).toEqual(['new-here']);
    expect(lee.joins).toHaveLength(1);
  });
});
