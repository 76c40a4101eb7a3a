import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { chatNode } from '../../src/chat/chat-node.ts';
import { eventually } from '../eventually.ts';
import { type House, openHouse } from './house.ts';
import { secret } from './people.ts';

async function startNode(house: House, name: string, drainMs = 500) {
  const { redis, host } = house;
  const node = chatNode({ name, secret, mode: 'recovery', redis: redis.address, drainMs });
  const { handle, stop } = await node.start(host);
  house.defer(stop);
  return handle;
}

it('a server is killed: those who were there are gone within 10 s for the others, and miss nothing', async () => {
  const house = await openHouse();
  const [one, two] = [await startNode(house, 'one'), await startNode(house, 'two')];
  let lees = two.port;
  const kim = house.person('kim', one);
  const lee = house.person('lee', () => `ws://127.0.0.1:${lees}`);
  const ghost = house.person('ghost', two);
  await eventually(() => expect([kim.joins.length, lee.joins.length, ghost.joins.length]).toEqual([1, 1, 1]));
  kim.client.say('1');
  await eventually(() => expect(lee.texts()).toEqual(['1']));
  lees = one.port;
  const killedMs = performance.now();
  await two.kill();
  kim.client.say('2');
  await eventually(() => expect(lee.texts()).toEqual(['1', '2']));
  expect(lee.joins[1]).toMatchObject({ recovered: true });
  await eventually(() => expect(kim.went).toEqual(['ghost']));
  expect(performance.now() - killedMs).toBeLessThan(10_000);
});

it('a server is drained: everybody moves within the window, and misses nothing', async () => {
  const house = await openHouse();
  const [one, two] = [await startNode(house, 'one'), await startNode(house, 'two')];
  let port = two.port;
  const people = Array.from({ length: 20 }, (_, n) => house.person(`p${n}`, () => `ws://127.0.0.1:${port}`));
  await eventually(() => expect(people.every(({ joins }) => joins.length === 1)).toBe(true));
  port = one.port;
  const drained = two.drain();
  people[0]?.client.say('moving');
  await drained;
  await eventually(() => expect(people.every(({ joins }) => joins.length === 2)).toBe(true));
  await eventually(() => expect(people.map(({ heard }) => heard.length)).toEqual(people.map(() => 1)));
  expect(people.every(({ codes }) => codes[0] === 1012)).toBe(true);
  expect(people.every(({ resets }) => resets.length === 1)).toBe(true);
});

it('a port that went to somebody else who answers, too: it did not come up, and says why', async () => {
  const house = await openHouse();
  const node = await startNode(house, 'one');
  await node.kill();
  const other = createServer((_, response) => response.end('{"ok":true,"pid":1}')).listen(
    node.port,
    '127.0.0.1',
  );
  house.defer(() => other.close());
  await once(other, 'listening');
  await expect(node.restart()).rejects.toThrow(/did not come up.*EADDRINUSE/s);
});
