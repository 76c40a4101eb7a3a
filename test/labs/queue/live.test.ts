import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ladder } from '../../../labs/queue/live/ladder.ts';
import { doneRungs } from '../../../src/core/scene.ts';
import type { Happening } from '../../../src/core/trace.ts';
import type { Demo } from '../../../src/web/demo.ts';
import { eventually } from '../../eventually.ts';
import { openTestDemo } from '../../web/laboratory.ts';
import { playScene } from '../../web/play-scene.ts';
import { answerOf } from '../rungs.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openTestDemo();
});
afterAll(() => demo.close());

it('a worker that is killed gives its order back, and a poisonous one ends among the dead: on a real RabbitMQ', async () => {
  const { poke, learned, measured, count, stop } = await playScene(demo, 'queue');
  await learned(0);
  const before = count('recv');
  poke('rush');
  // Eight at the shop, eight in the queue, and one more in the hands of each worker: it has something to lose.
  await eventually(() => expect(count('recv')).toBeGreaterThanOrEqual(before + 18));
  poke('kill-worker');
  expect(await measured(1)).toBe('It is soon delivered to the other worker');
  poke('restart-worker');
  poke('poison');
  expect(await measured(2)).toBe('After some failures it is put aside');
  expect((await learned(2)).en).toMatch(/^Failures: 3\. It lies among/);
  await stop();
});

describe('a rung is done only by what the trace tells', () => {
  const took = (id: number, who: string, n = 1): Happening => {
    return { kind: 'recv', msg: `${id}`, from: 'unacked', to: who, n };
  };
  const acked = (id: number, who: string): Happening => ({
    kind: 'ack',
    msg: `${id}`,
    from: 'unacked',
    to: who,
  });
  const failed = (id: number): Happening => {
    return { kind: 'drop', msg: `${id}`, from: 'unacked', to: 'worker-2', why: 'refused' };
  };
  const state = (actor: string, now: 'up' | 'dead'): Happening => ({ kind: 'state', actor, state: now });
  const queued = (id: number): Happening => ({ kind: 'recv', msg: `${id}`, from: 'exchange', to: 'queue' });
  const three = [1, 2, 3].flatMap((id) => [queued(id), took(id, 'worker-1'), acked(id, 'worker-1')]);
  const killed = [...three, queued(4), took(4, 'worker-1'), state('worker-1', 'dead')];
  const again = [...killed, took(4, 'worker-2', 2)];
  const poisoned = [...again, queued(5), failed(5), failed(5), failed(5)];
  const buried: Happening[] = [
    ...poisoned,
    acked(4, 'worker-2'),
    { kind: 'recv', msg: '5', from: 'worker-2', to: 'dead' },
  ];
  const many = (count: number) => Array.from({ length: count }, (_, at) => 20 + at);
  const others = many(3).map((id) => took(id, 'worker-2'));
  const later = many(3).flatMap((id) => [queued(id), acked(id, 'worker-2')]);
  const two = [...buried, queued(6), queued(7), state('rabbitmq', 'dead'), state('rabbitmq', 'up')];
  const crashed = [...buried, queued(6), state('rabbitmq', 'dead'), state('rabbitmq', 'up')];

  it.each([
    ['one order three times', [acked(1, 'worker-1'), acked(1, 'worker-1'), acked(1, 'worker-2')], 0],
    ['three orders', three, 1],
    ['a worker dead, and nobody else has its order', killed, 1],
    ['another order after its death', [...killed, took(9, 'worker-2')], 1],
    [
      'an order that comes back since it failed',
      [...three, failed(4), state('worker-1', 'dead'), took(4, 'worker-2', 2)],
      1,
    ],
    ['its order again', again, 2],
    ['failures', poisoned, 2],
    ['a dead letter', buried, 3],
    ['RabbitMQ is back, and the order is not done', crashed, 3],
    [
      'done before it died',
      [...buried, queued(6), acked(6, 'worker-2'), state('rabbitmq', 'dead'), state('rabbitmq', 'up')],
      3,
    ],
    ['done after it was back', [...crashed, acked(6, 'worker-2')], 4],
  ])('%s', (_, events, done) => {
    expect(doneRungs(ladder, events)).toBe(done);
  });

  it.each([
    ['again', 1, again],
    ['again', 1, [...killed, state('worker-1', 'up'), took(4, 'worker-1', 2)]], // Nobody else was asked meanwhile.
    // RabbitMQ knew of its death before whoever had killed it.
    [
      'again',
      1,
      [...three, took(4, 'worker-1'), took(4, 'worker-2', 2), state('worker-1', 'dead'), ...others],
    ],
    ['waits', 1, [...killed, ...others, state('worker-1', 'up'), took(4, 'worker-1', 2)]],
    ['gone', 1, [...killed, ...others]],
    [null, 1, [...killed, ...others.slice(1)]],
    [null, 1, [...killed, acked(4, 'worker-1'), ...others]], // Its last word came a moment later.
    ['aside', 2, buried],
    ['stuck', 2, [...again, ...many(10).map(() => failed(5))]],
    ['dropped', 2, [...again, failed(5), ...many(10).map((id) => acked(id, 'worker-2'))]],
    [null, 2, [...again, failed(5), failed(5), ...many(10).map((id) => acked(id, 'worker-2'))]],
    ['all', 3, [...crashed, acked(6, 'worker-2')]],
    ['none', 3, [...crashed, ...later]],
    ['some', 3, [...two, acked(6, 'worker-2'), ...later]],
    [null, 3, [...two, acked(6, 'worker-2')]],
  ])('%s is what rung %d shows', (answer, rung, events) => {
    expect(answerOf(ladder, rung, events)).toBe(answer);
  });
});
