import { expect, it } from 'vitest';
import type { Rung } from '../../src/core/scene.ts';
import { same } from '../../src/core/text.ts';
import type { TraceEvent } from '../../src/core/trace.ts';
import type { HostDesk } from '../../src/web/host-desk.ts';
import type { Laboratory, Ran } from '../../src/web/laboratory.ts';
import type { SceneNow } from '../../src/web/protocol.ts';
import { openSceneDesk } from '../../src/web/scene-desk.ts';
import { eventually } from '../eventually.ts';

/** Answered by the id of its mark. */
const asked = (name: string): Rung => ({
  task: same(name),
  predict: {
    prompt: same(`${name}?`),
    choices: ['yes', 'no'].map((id) => ({ id, label: same(id), misconception: same('a wrong idea') })),
    answer: (events) => {
      const mark = events.find((event) => event.kind === 'mark' && event.id.startsWith(name));
      return mark?.kind === 'mark' ? (mark.id.split(':')[1] ?? null) : null;
    },
  },
  learned: (events) => same(`${name} after ${events.length}`),
});

const watched: Rung = {
  task: same('watched'),
  done: (events) => events.length > 0,
  learned: () => same('seen'),
};

/** A desk whose scene has these rungs, and what its pages are told. */
async function openDesk(ladder: readonly Rung[]) {
  const told: SceneNow[] = [];
  let note: (event: TraceEvent) => void = () => {};
  let end: (ran: Ran) => void = () => {};
  const host = {
    tell: (message: unknown) => told.push(message as SceneNow),
    begin: (_: unknown, prepared: { run(watched: object): Promise<Ran> }) => ({
      run: 1,
      ended: prepared.run({ onEvent() {}, onTraced() {} }),
    }),
  } as unknown as HostDesk;
  const laboratory = {
    scene: async () => ({
      scene: { aim: same(''), pokes: [], ladder },
      run: ({ onTraced }: { onTraced: typeof note }) => {
        note = onTraced;
        return new Promise<Ran>((resolve) => {
          end = resolve;
        });
      },
    }),
  } as unknown as Laboratory;
  const desk = openSceneDesk(host, laboratory);
  await desk.open('any');
  return {
    desk,
    now: () => told.at(-1) as SceneNow,
    mark: (id: string) => note({ kind: 'mark', id, text: same(id), atUs: 0, seq: 0, act: 'live' }),
    end: () => end({ outcome: 'aborted', data: null, error: null }),
  };
}

it('asks first, tells after, and keeps what was said', async () => {
  const { desk, now, mark, end } = await openDesk([watched, asked('one'), asked('two')]);
  expect(now()).toMatchObject({ of: 3, rungs: [{ question: null, learned: null }] });
  mark('one:yes');
  mark('two:no');
  await eventually(() => expect(now().rungs).toHaveLength(2));
  const told = JSON.stringify(now());
  expect(told, 'what comes later, and what is wrong about a choice, is not sent').not.toMatch(/two|idea/);
  expect(now().rungs[1]).toMatchObject({ learned: null, graded: null });
  expect(now().rungs[1]).not.toHaveProperty('chosen');

  desk.predict(2, 'yes'); // Not its turn.
  desk.predict(1, 'perhaps'); // No choice.
  expect(JSON.stringify(now())).toBe(told);
  desk.predict(1, 'no');
  expect(now().rungs[1]).toMatchObject({
    chosen: 'no',
    learned: same('one after 2'),
    graded: { chosen: same('no'), measured: same('yes'), right: false },
  });
  desk.predict(1, 'yes'); // It is over.
  desk.predict(0, null); // Nothing was asked.
  expect(now().rungs[1]?.chosen).toBe('no');

  desk.predict(2, null);
  expect(now().rungs[2]).toMatchObject({ chosen: null, graded: { chosen: null, right: null } });
  end();
});

it('can be changed until the trace has an answer', async () => {
  const { desk, now, mark, end } = await openDesk([asked('one')]);
  desk.predict(0, 'no');
  desk.predict(0, 'yes');
  mark('one:yes');
  await eventually(() => expect(now().rungs[0]?.graded).toMatchObject({ chosen: same('yes'), right: true }));
  end();
});
