import { expect, it } from 'vitest';
import { openLine } from '../../src/chat/in-order.ts';

it('after one that failed nothing is said before that one is said again, also what comes in later', async () => {
  const line = openLine();
  const said: string[] = [];
  const say = (id: string, fails = false) =>
    line
      .add(id, async () => {
        if (fails) throw new Error('no reply');
        said.push(id);
      })
      .then(
        () => true,
        () => false,
      );
  expect(await Promise.all([say('1'), say('2', true), say('3')])).toEqual([true, false, false]);
  expect(await say('4'), 'it was on its way').toBe(false);
  expect(await Promise.all(['2', '3', '4'].map((id) => say(id)))).toEqual([true, true, true]);
  expect(said).toEqual(['1', '2', '3', '4']);
});
