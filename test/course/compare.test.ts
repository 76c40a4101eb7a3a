import { describe, expect, it } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import type { LabError } from '../../src/core/errors.ts';
import type { RunRecord } from '../../src/core/record.ts';
import { compareRuns } from '../../src/course/compare.ts';
import type { Named } from '../../src/course/compare-tables.ts';
import { currentRecord } from '../../src/course/older-records.ts';
import type { TableBlock } from '../../src/report/blocks.ts';
import { keptRecord } from '../labs/recorded.ts';

const labs = await Promise.all(catalogue.map(async ({ load }) => (await load()).default));
const pubsub = labs.find(({ id }) => id === 'pubsub') as (typeof labs)[number];

const runOf = (lab: (typeof labs)[number], name = 'a', change: Partial<RunRecord> = {}): Named => ({
  name,
  source: name,
  file: `${name}.json`,
  record: { ...currentRecord(lab, keptRecord(lab.id)), ...change },
});

const tablesOf = (...runs: Named[]) =>
  compareRuns(pubsub, runs, true).filter((block): block is TableBlock => block.kind === 'table');

describe('runs side by side', () => {
  it.each(labs.map((lab) => [lab.id, lab] as const))(
    'of %s: what is the same is named, not shown',
    (_, lab) => {
      const blocks = compareRuns(lab, [runOf(lab), runOf(lab, 'b')], true);
      const figures = blocks.filter((block) => !('id' in block && block.id.startsWith('ratios/')));
      expect(figures.slice(0, 2).map(({ kind }) => kind)).toEqual(['table', 'table']);
      expect(figures.slice(2).every(({ kind }) => kind === 'note')).toBe(true);
      expect(blocks.at(-1)).toMatchObject({ text: { en: expect.stringMatching(/^The same in all runs: /) } });
    },
  );

  it('each figure that differs stands in a table of its own, a column a run', () => {
    const other = runOf(pubsub, 'b');
    const changed = JSON.parse(JSON.stringify(other).replace(/"deliveries":(\d+)/g, '"deliveries":1$1'));
    const differing = tablesOf(runOf(pubsub), changed).slice(2);
    expect(differing.length).toBeGreaterThan(0);
    for (const table of differing) {
      expect(table.columns.map(({ title }) => title.en).slice(1)).toEqual(['a', 'b']);
      expect(table.columns[1]?.unit).toBeDefined();
    }
  });

  it('of the machines only what differs, and a run beside other work is marked', () => {
    const one = runOf(pubsub);
    const slower = { ...one.record.environment, cpu: 'Another CPU' };
    const quiet = { quiet: false, reasons: [], probe: { load: 1, steal: null, jitterMs: 9 } };
    const [machines] = tablesOf(one, runOf(pubsub, 'b', { environment: slower, quiet }));
    expect(machines?.rows.map(({ id }) => id)).toEqual(['started', 'cpu', 'quiet']);
    expect(machines?.notes?.[0]?.en).toMatch(/busy/);
  });

  it('a column that is a letter says which file it is', () => {
    const [machines] = tablesOf(runOf(pubsub, 'A', {}), { ...runOf(pubsub, 'B'), source: '20261126-pubsub' });
    expect(machines?.notes).toEqual([{ ko: 'B: 20261126-pubsub', en: 'B: 20261126-pubsub' }]);
  });
});

describe('ratios', () => {
  type FanOut = { subscribers: number; lastUs?: number[] }[];
  /** A run in which the last subscriber of each arm waited so long, trial by trial. */
  const waited = (lastUs: number[], name = 'a', change: Partial<RunRecord> = {}): Named => {
    const run = runOf(pubsub, name, change);
    const data = run.record.data as { 'fan-out': FanOut };
    const fanOut = data['fan-out'].map((arm) => ({ ...arm, lastUs }));
    return { ...run, record: { ...run.record, data: { ...data, 'fan-out': fanOut } } };
  };
  const [slow, fast] = [
    [300, 310, 305, 299, 302],
    [100, 101, 103, 99, 102],
  ];
  const ratioBlocks = (...runs: Named[]) =>
    compareRuns(pubsub, runs, false).filter(
      (block) =>
        ('id' in block && block.id.startsWith('ratios/')) || JSON.stringify(block).includes('no ratios'),
    );

  it('of each arm to that of the first run, with their interval and what they are worth', () => {
    const [b, c] = ratioBlocks(
      waited(fast),
      waited(slow, 'b'),
      waited(fast.toReversed(), 'c'),
    ) as TableBlock[];
    expect(b).toMatchObject({
      id: 'ratios/b/a',
      title: { en: 'b / a: time until the last subscriber has it' },
    });
    const [, ratio, interval, trials] = b?.rows[0]?.cells ?? [];
    expect(ratio).toBeCloseTo(3, 1);
    expect(interval).toMatch(/^2\.\d+–3\.\d+$/);
    expect(trials).toBe('5 / 5');
    expect(b?.notes?.[0]?.en).toMatch(/are no pairs/);
    expect(c?.rows[0]?.cells[1]).toBeCloseTo(1, 9);
  });

  const { environment, toolVersion } = runOf(pubsub).record;
  const busy = { quiet: false, reasons: [], probe: { load: 1, steal: null, jitterMs: 9 } };
  it.each([
    [
      { environment: { ...environment, cpu: 'Another CPU' } },
      slow,
      /no ratios, for their CPUs differ \(.+Another CPU/,
    ],
    [{ environment: { ...environment, cores: 99 } }, slow, /their CPUs differ \(.+cores: 99/],
    [{ toolVersion: '0.0.1' }, slow, `two versions of redis-lab (${toolVersion} / 0.0.1)`],
    [{ quiet: busy }, slow, /busy with other work \(b\)/],
    [{}, slow.slice(1), /no arm has five trials or more in both/],
    [{}, [0, ...slow], /no arm has five trials or more in both/],
  ])('none, and why: %j', (change, values, why) => {
    expect(ratioBlocks(waited(fast), waited(values, 'b', change))).toMatchObject([
      {
        kind: 'note',
        text: { en: typeof why === 'string' ? expect.stringContaining(why) : expect.stringMatching(why) },
      },
    ]);
  });

  it('none of a lab that times no trials', () => {
    const sticky = labs.find(({ id }) => id === 'sticky') as (typeof labs)[number];
    const said = JSON.stringify(compareRuns(sticky, [runOf(sticky), runOf(sticky, 'b')], false));
    expect(said).toContain('no ratios, for this lab times no trials.');
  });
});

describe('what cannot be compared is refused with the reason', () => {
  const refusal = (change: Partial<RunRecord>) => {
    try {
      compareRuns(pubsub, [runOf(pubsub), { ...runOf(pubsub, 'B', change), file: 'jiwoo.json' }], false);
    } catch (error) {
      const { what, why } = (error as LabError).explanation;
      expect(what.en, 'it names the file').toBe('This record cannot be compared: jiwoo.json');
      return why.en;
    }
    return 'it was compared';
  };

  it.each([
    [{ lab: 'ttl' }, 'They are of two labs: pubsub and ttl.'],
    [{ labRevision: 99 }, /^They are of two revisions of the lab \(\d+ and 99\)/],
    [{ outcome: 'aborted' as const, data: null }, 'That run did not come to its end.'],
    [
      { params: { ...runOf(pubsub).record.params, messages: 7 } },
      /^They were run with other settings: --messages \d+ \/ 7$/,
    ],
  ])('%j', (change, why) => {
    expect(refusal(change)).toMatch(why);
  });
});
