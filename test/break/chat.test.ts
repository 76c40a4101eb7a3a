import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { chatNode } from '../../src/chat/chat-node.ts';
import { signToken } from '../../src/chat/token.ts';
import { protocols } from '../bench/chat/protocols.ts';
import { openRaw, type RawClient } from '../bench/chat/raw-client.ts';
import { openHouse } from '../chat/house.ts';
import { secret } from '../chat/people.ts';
import { eventually } from '../eventually.ts';
import { endure } from './endure.ts';

const crowd = 500 * endure;
const atOnce = 100;
const goneMs = 1_500 * endure;
const patienceMs = 60_000 * endure;

it(`a room of ${crowd} people, and of nobody`, { timeout: patienceMs }, async () => {
  const house = await openHouse();
  const { handle: node, stop } = await chatNode({
    ...{ name: 'one', secret, mode: 'recovery' as const, redis: house.redis.address, drainMs: 0 },
  }).start(house.host);
  house.defer(stop);
  const { path, headers, enter } = protocols.ours;
  const people: RawClient[] = [];
  house.defer(() => {
    for (const one of people) one.cut();
  });
  const counts: number[] = [];
  const heard = new Set<number>();
  const open = async (number: number) => {
    const token = await signToken(secret, `p${number}`, patienceMs);
    const hear = (payload: Buffer) => {
      const message = JSON.parse(String(payload));
      if (message.t === 'hello') people[number]?.send(enter('lobby', token, null) ?? '');
      if (message.t === 'joined') counts.push(message.count);
      if (message.t === 'msg') heard.add(number);
    };
    people[number] = openRaw(node.port, path('lobby'), headers(token), hear, () => {});
  };
  while (people.length < crowd) {
    const from = people.length;
    for (let number = from; number < Math.min(crowd, from + atOnce); number++) await open(number);
    await eventually(() => expect(counts).toHaveLength(people.length));
  }
  expect(Math.max(...counts)).toBe(crowd);
  const rooms = async () => {
    const metrics = await (await fetch(`http://127.0.0.1:${node.port}/metrics`)).text();
    return /^chat_rooms (\d+)$/m.exec(metrics)?.[1];
  };
  expect(await rooms()).toBe('1');
  people[0]?.send(protocols.ours.say('lobby', 'm1', 'hello'));
  await eventually(() => expect(heard.size).toBe(crowd));
  for (const one of people) one.cut();
  await eventually(async () => expect(await rooms()).toBe('0'));
  const redis = await house.redis.connect('test');
  await eventually(async () => expect(await redis.pubsub('CHANNELS')).toEqual([]));
  // Who comes next finds what was said.
  const late = house.person('late', node);
  await eventually(() => expect(late.joins[0]?.entries.map(({ text }) => text)).toEqual(['hello']));
});

it(`Redis is gone for ${goneMs / 1000} s: all are told, and nothing is lost or said twice`, {
  timeout: patienceMs,
}, async () => {
  const house = await openHouse({ appendonly: 'yes', appendfsync: 'always' });
  const [one, two] = [await house.open(), await house.open()];
  const [kim, lee] = [house.person('kim', one), house.person('lee', two)];
  await eventually(() => expect([kim.joins.length, lee.joins.length]).toEqual([1, 1]));
  kim.client.say('1');
  await eventually(() => expect(lee.texts()).toEqual(['1']));
  await house.redis.kill();
  kim.client.say('2');
  await eventually(() => expect([kim.relay, lee.relay]).toEqual([[false], [false]]));
  await wait(goneMs);
  kim.client.say('3');
  expect(kim.acked).toHaveLength(1); // Nobody confirms what nobody keeps.
  await house.redis.restart();
  await eventually(() => expect(lee.texts()).toEqual(['1', '2', '3']));
  await eventually(() => expect(kim.acked).toHaveLength(3));
  expect([kim.relay, lee.relay]).toEqual([
    [false, true],
    [false, true],
  ]);
  expect(lee.resets).toEqual(['new-here']);
});
