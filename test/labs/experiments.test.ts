import { describe, expect, it } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import { experiment as run } from '../../src/commands/experiment.ts';
import { after, pageFor, type State } from '../../src/commands/experiment-play.ts';
import { doneSteps, type Experiment, type Seen, triesIn } from '../../src/core/experiment.ts';
import type { AnyLab } from '../../src/core/lab.ts';
import { resolveParams } from '../../src/core/params.ts';
import type { HeldServer } from '../../src/core/service.ts';
import { openWatch } from '../../src/course/watch.ts';
import { renderExperiment } from '../../src/render/terminal/experiment.ts';
import { rowsOf } from '../../src/render/terminal/text.ts';

const labs: AnyLab[] = (await Promise.all(catalogue.map(({ load }) => load())))
  .map((module) => module.default)
  .filter(({ experiments }) => experiments);

const start: State = { done: 0, hints: 0, triesAtHint: null, tooSoon: false, servers: false };
const folder = '/tmp/redis-lab-0123456789ab/12-redis';
const held: readonly HeldServer[] = [
  'redis',
  'nginx',
  'server',
  'server-1',
  'server-2',
  'shop',
  'worker',
  'rabbitmq',
].map((name) => ({
  name,
  url: 'http://127.0.0.1:65535',
  pid: () => 4194304,
  logFile: `${folder}/redis-server.log`,
  client: 'redis-cli -p 65535',
  login: `. ${folder}/login`,
}));

describe.each(labs.map((lab) => [lab.id, lab] as const))('%s', (_, lab) => {
  const experiments: readonly Experiment[] = lab.experiments ?? [];

  it.each([
    [80, 24],
    [60, 20],
  ])('every page fits %d x %d in both languages, with every hint', (columns, rows) => {
    for (const experiment of experiments) {
      for (const lang of ['ko', 'en'] as const) {
        for (let done = 0; done <= experiment.steps.length; done += 1) {
          for (const hints of [0, 1, 2, 3]) {
            const page = pageFor(lab, experiment, held, { ...start, done, hints });
            const text = renderExperiment(page, rows, { lang, columns, color: false, ascii: false });
            expect(rowsOf(text.trimEnd(), columns), text).toBeLessThan(rows);
          }
        }
      }
    }
  });

  // What stands at the end of a run are the servers of its last act.
  it.each([...new Set(experiments.map(({ act }) => act))])(
    '%s: where nothing was broken, nothing is ticked',
    async (act) => {
      const onAct = experiments.filter((one) => one.act === act);
      const done: number[] = [];
      await run(lab, {
        preset: 'quick',
        params: resolveParams(lab.params, 'quick', onAct[0]?.given ?? {}),
        seed: 1,
        acts: [act],
        signal: new AbortController().signal,
        onEvent: () => {},
        predict: async () => null,
        servers: { external: {}, trace: false },
        async hold(_result, { servers, onNote }) {
          for (const experiment of onAct) {
            const watch = openWatch(experiment, servers);
            onNote(watch.note);
            for (let looks = 0; looks < 50; looks += 1) await watch.look();
            const [look] = watch.seen.looks;
            for (const [name, { of }] of Object.entries(experiment.watch ?? {})) {
              if (of === undefined) expect(look?.server).toMatch(/^[0-9a-f]{40}$/);
              else expect(look?.figures[name], name).toBeTypeOf('number');
            }
            done.push(doneSteps(experiment, watch.seen));
          }
        },
      });
      expect(done).toEqual(onAct.map(() => 0));
    },
  );
});

describe('hints', () => {
  const nothing: Seen = { looks: [], events: [] };
  const look = { server: 'a', busy: false, connections: 3, figures: {} };

  const triesOf = (seen: Seen) => triesIn({}, seen);

  it('come one after the other, with a try between them', () => {
    const first = after('h', start, triesOf(nothing), 0);
    expect(first).toMatchObject({ hints: 1, tooSoon: false });
    const eager = after('h', first, triesOf(nothing), 0);
    expect(eager).toMatchObject({ hints: 1, tooSoon: true });
    const tried = after('h', eager, triesOf({ looks: [look], events: [] }), 0);
    expect(tried).toMatchObject({ hints: 2, tooSoon: false });
    expect(after(null, tried, 9, 1)).toMatchObject({ done: 1, hints: 0, triesAtHint: null });
    expect(after('h', tried, 9, 1)).toMatchObject({ done: 1, hints: 1 });
  });

  it('a try is a connection, a restart, or what a server of ours tells of', () => {
    const again = { ...look, server: 'b', connections: 1 };
    const event = { kind: 'state', actor: 'nginx', state: 'dead' } as const;
    expect(triesOf({ looks: [look, { ...look, connections: 4 }, again], events: [event] })).toBe(6);
  });
});
