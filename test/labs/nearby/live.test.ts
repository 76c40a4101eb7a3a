import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Friend, ladder } from '../../../labs/nearby/live/ladder.ts';
import type { Happening } from '../../../src/core/trace.ts';
import type { Sighting } from '../../../src/report/blocks.ts';
import type { Demo } from '../../../src/web/demo.ts';
import { eventually } from '../../eventually.ts';
import { openTestDemo } from '../../web/laboratory.ts';
import { playScene } from '../../web/play-scene.ts';
import { answerOf, rungsDone } from '../rungs.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openTestDemo();
});
afterAll(() => demo.close());

it('who comes later, who dies, and what a dead Redis forgets: on a real Redis, by the pokes of the page', async () => {
  const { poke, learned, measured, count, stop } = await playScene(demo, 'nearby');
  const has = (kind: string, having: Record<string, string>) =>
    eventually(() => expect(count(kind, having)).toBeGreaterThan(0));
  await learned(0);
  poke('ride-out');
  expect(await measured(1)).toBe('Yes, as before');
  poke('come');
  expect(await measured(2)).toBe('No');
  expect((await learned(2)).en).toMatch(/^Looked at ([4-9]|\d\d) times/);
  poke('leave');
  poke('active-reverse');
  await has('mark', { id: 'active-reverse' });
  poke('come');
  expect(await measured(3)).toBe('Yes');
  poke('kill');
  expect(await measured(4)).toBe('Some seconds later');
  expect((await learned(4)).en).toMatch(/for [1-9]\d* looks/);
  poke('leave');
  await has('mark', { id: 'left:emma' });
  poke('kill-redis');
  await has('state', { actor: 'redis', state: 'dead' });
  poke('restart-redis');
  await has('state', { actor: 'redis', state: 'up' });
  poke('come');
  expect(await measured(5)).toBe('No');
  await stop();
});

describe('a rung is done only by what the map shows', () => {
  const at = (who: Friend, seen: Sighting): Happening => {
    return { kind: 'place', map: 'ana', who, eastM: 1, northM: 1, seen };
  };
  const mark = (id: string): Happening => ({ kind: 'mark', id, text: { ko: '', en: '' } });
  const state = (actor: string, now: 'up' | 'dead'): Happening => ({ kind: 'state', actor, state: now });
  const came = (who: Friend, n: number): Happening => {
    return { kind: 'recv', msg: `${who}#${n}`, from: 'server-1', to: 'ana' };
  };
  const many = <Item>(count: number, item: Item) => Array.from({ length: count }, () => item);
  const four = <Item>(item: Item) => many(4, item);

  const near = [at('bo', 'near'), at('chloe', 'near'), at('dan', 'near')];
  const beyond = [...near, at('dan', 'far'), ...four(came('dan', 9))];
  const unseen = [...beyond, mark('come'), ...four(at('emma', 'unseen'))];
  const reverse = [...unseen, mark('active-reverse'), mark('come')];
  const seen = [...reverse, at('emma', 'near')];
  const dead = [...seen, state('bo', 'dead'), at('bo', 'gone')];
  const gone = [...dead, mark('left:bo')];
  const restarted = [...gone, state('redis', 'dead'), state('redis', 'up')];

  it.each([
    ['one is missing', near.slice(1), 0],
    ['all three', near, 1],
    ['positions of Dan before he was beyond', [...four(came('dan', 9)), ...near, at('dan', 'far')], 1],
    ['positions from beyond', beyond, 2],
    ['unseen before she came', [...beyond, ...four(at('emma', 'unseen')), mark('come')], 2],
    ['three looks', unseen.slice(0, -1), 2],
    ['four looks', unseen, 3],
    ['she came before the servers changed', [...unseen, mark('active-reverse'), at('emma', 'near')], 3],
    ['she came after it, unseen', [...reverse, at('emma', 'unseen')], 3],
    ['she is seen', seen, 4],
    ['a ghost that stays', dead, 4],
    ['a ghost that went', gone, 5],
    ['Redis came back, Emma did not', [...restarted, ...four(at('emma', 'unseen'))], 5],
    ['she came, and is not seen', [...restarted, mark('come'), ...four(at('emma', 'unseen'))], 6],
  ])('%s', (_, events, done) => {
    expect(rungsDone(ladder, events)).toBe(done);
  });

  it.each([
    ['come', 1, beyond],
    ['stop', 1, [...near, ...many(12, at('dan', 'far'))]],
    [null, 1, [...near, ...many(11, at('dan', 'far'))]],
    ['unseen', 2, unseen],
    ['seen', 2, [...beyond, mark('come'), at('emma', 'unseen'), at('emma', 'near')]],
    ['seen', 3, seen],
    ['unseen', 3, [...reverse, ...four(at('emma', 'unseen'))]],
    ['at-once', 4, gone],
    ['later', 4, [...dead, at('bo', 'gone'), at('bo', 'gone'), mark('left:bo')]],
    ['never', 4, [...dead, ...many(35, at('bo', 'gone'))]],
    ['unseen', 5, [...restarted, mark('come'), ...four(at('emma', 'unseen'))]],
    ['seen', 5, [...restarted, mark('come'), at('emma', 'near')]],
  ])('%s is what rung %d shows', (answer, rung, events) => {
    expect(answerOf(ladder, rung, events)).toBe(answer);
  });
});
