import { describe, expect, it } from 'vitest';
import type { Cell, Fault, SystemId } from '../../../labs/delivery/data.ts';
import type { Verdict } from '../../../src/report/findings.ts';
import { hangul, slip, textsIn } from '../../texts.ts';
import { answerOf, evidenceOf, type Mutable } from '../recorded.ts';
import { freshData, judged, lab, record } from './fixture.ts';

type Data = ReturnType<typeof freshData>;

const verdictOf = (claim: string, breakIt?: (data: Data) => void): Verdict | undefined =>
  judged(breakIt).checks.find((check) => check.claim === claim)?.verdict;

function cell(data: Data, system: SystemId, fault: Fault): Mutable<Cell> {
  const found = data.matrix.cells.find((one) => one.system === system && one.fault === fault);
  if (!found || 'skipped' in found) throw new Error(`the record has no ${system} under ${fault}`);
  return found;
}

const loses = (system: SystemId, fault: Fault, count: number) => (data: Data) =>
  void Object.assign(cell(data, system, fault), { lost: { count, ids: [[1, count]] } });
const keeps = (system: SystemId) => (data: Data) => {
  for (const one of data.matrix.cells)
    if (one.system === system && 'lost' in one) Object.assign(one, { lost: { count: 0, ids: [] } });
};
const without =
  (...systems: SystemId[]) =>
  (data: Data) => {
    data.matrix.cells = data.matrix.cells.filter(({ system }) => !systems.includes(system));
  };
const others: SystemId[] = [
  ...(['streams-everysec', 'streams-always'] as const),
  ...(['rabbit-classic', 'rabbit-quorum', 'rabbit-stream'] as const),
];

describe('C12', () => {
  it('held as recorded', () => expect(verdictOf('C12')).toBe('held'));
  it.each<[string, Verdict, (data: Data) => void]>([
    ['a stream with an AOF lost one', 'refuted', loses('streams-always', 'broker-killed', 1)],
    ['Pub/Sub lost nothing', 'inconclusive', keeps('pubsub')],
    ['no stream with an AOF', 'inconclusive', without('streams-everysec', 'streams-always')],
    ['something is lost without a fault', 'inconclusive', loses('list', 'none', 1)],
  ])('%s: %s', (_, verdict, breakIt) => expect(verdictOf('C12', breakIt)).toBe(verdict));

  it('a loss while Redis was behind with its AOF is one of the disk, and says so', () => {
    const slowDisk = (bytes: number) => (data: Data) => {
      loses('streams-everysec', 'broker-killed', 20)(data);
      Object.assign(cell(data, 'streams-everysec', 'broker-killed'), { unwrittenBytes: bytes });
    };
    expect(verdictOf('C12', slowDisk(6_000))).toBe('inconclusive');
    expect(evidenceOf(judged(slowDisk(6_000)), 'C12', 'en')).toMatch(
      /everysec lost 20 to a slow disk: .*5\.86 KiB/,
    );
    expect(verdictOf('C12', slowDisk(0))).toBe('refuted');
  });

  it('says what the AOF rests on, and what comes twice', () => {
    expect(evidenceOf(judged(), 'C12', 'en')).toMatch(/kill -9 of Redis took \d+ .* done twice/s);
    expect(evidenceOf(judged(loses('streams-always', 'slow', 3)), 'C12', 'en')).toMatch(/with an AOF 3 /);
  });
});

describe('C16', () => {
  it('refuted as recorded: Kafka is not the only one that keeps', () =>
    expect(verdictOf('C16')).toBe('refuted'));
  it.each<[string, Verdict, (data: Data) => void]>([
    ['only Kafka is left that keeps', 'held', without(...others)],
    ['nothing keeps', 'inconclusive', without(...others, 'kafka-leader', 'kafka-all', 'kafka-idempotent')],
    ['Pub/Sub lost nothing', 'inconclusive', keeps('pubsub')],
    ['no Pub/Sub', 'inconclusive', without('pubsub')],
    ['something is lost without a fault', 'inconclusive', loses('kafka-all', 'none', 1)],
  ])('%s: %s', (_, verdict, breakIt) => expect(verdictOf('C16', breakIt)).toBe(verdict));

  it('names who broke a promise', () =>
    expect(evidenceOf(judged(loses('rabbit-quorum', 'slow', 1)), 'C16', 'en')).toContain(
      'Some that promise to keep what they acknowledged lost of it: RabbitMQ quorum',
    ));
});

describe('C15', () => {
  /** Figures of both ends of Kafka's batches and of everybody else's largest one. */
  const speeds =
    (one: number, many: number, rival: number, busy = 0.3) =>
    (data: Data) => {
      for (const arm of data.speed.arms) {
        const largest = Math.max(...data.speed.arms.map(({ batch }) => batch));
        const figure = arm.system === 'kafka-all' ? (arm.batch === largest ? many : one) : rival;
        Object.assign(arm, {
          perSecond: [0.98, 1, 1.01, 1.02, 0.99].map((noise, round) => figure * noise * (1 + round / 1e3)),
          clientBusyShare: busy,
        });
      }
    };
  it.each<[string, Verdict, (data: Data) => void]>([
    ['batches help, and it is ahead of the others', 'held', speeds(500, 50_000, 20_000)],
    ['another is ahead on one node', 'inconclusive', speeds(500, 20_000, 50_000)],
    ['batches cost', 'refuted', speeds(500, 300, 100)],
    ['Node was at its limit', 'inconclusive', speeds(500, 50_000, 20_000, 0.97)],
    ['no difference between batches', 'inconclusive', speeds(500, 500, 100)],
    [
      'a replay with a hole',
      'refuted',
      (data) => {
        speeds(500, 50_000, 20_000)(data);
        Object.assign(data.speed.replay as object, { read: 4_999 });
      },
    ],
    [
      'a replay out of order',
      'refuted',
      (data) => {
        speeds(500, 50_000, 20_000)(data);
        Object.assign(data.speed.replay as object, { reordered: 1 });
      },
    ],
    ['no replay', 'inconclusive', (data) => void Object.assign(data.speed, { replay: null })],
    [
      'no Kafka',
      'inconclusive',
      (data) =>
        void Object.assign(data.speed, {
          arms: data.speed.arms.filter(({ system }) => !system.startsWith('kafka')),
        }),
    ],
  ])('%s: %s', (_, verdict, breakIt) => expect(verdictOf('C15', breakIt)).toBe(verdict));
});

describe('what was skipped', () => {
  const skip =
    (system: SystemId, faults: 'all' | Fault, reason: (fault: Fault) => string) => (data: Data) => {
      data.matrix.cells = data.matrix.cells.map((one) =>
        one.system === system && (faults === 'all' || faults === one.fault)
          ? {
              system,
              fault: one.fault,
              skipped: { ko: `못 해요: ${reason(one.fault)}`, en: reason(one.fault) },
            }
          : one,
      );
    };
  const notesAfter = (...breaks: ((data: Data) => void)[]) => {
    const findings = judged((data) => {
      for (const breakIt of breaks) breakIt(data);
    });
    const blocks = findings.acts.find(({ id }) => id === 'matrix')?.blocks ?? [];
    const notes = blocks.flatMap((block) => (block.kind === 'note' ? [block.text.en] : []));
    return notes.filter((note) => !note.startsWith('Counter-example'));
  };
  const full = () => 'the disk is full';

  it('says each reason once, with all whom it kept out', () => {
    expect(notesAfter(skip('list', 'slow', full), skip('pubsub', 'slow', full))).toEqual([
      'Redis Pub/Sub, Redis list: stops reading: the disk is full',
    ]);
    expect(notesAfter(skip('rabbit-classic', 'all', full), skip('rabbit-quorum', 'all', full))).toEqual([
      'RabbitMQ classic, RabbitMQ quorum: the disk is full',
    ]);
  });
  it('of a system that never came to its end the first reason', () =>
    expect(notesAfter(skip('rabbit-classic', 'all', (fault) => `no queue for ${fault}`))).toEqual([
      'RabbitMQ classic: no queue for none',
    ]));
});

describe('the answers to the questions', () => {
  const answer = (act: keyof Data, breakIt: (data: Data) => void = () => {}) => {
    const data = freshData();
    breakIt(data);
    return answerOf(lab, act, data[act], record.params);
  };
  const died = (change: object) => (data: Data) => {
    for (const one of data.matrix.cells)
      if (one.fault === 'consumer-died' && 'lost' in one) Object.assign(one, change);
  };
  const none = { count: 0, ids: [] };
  const syncs = (syncsPer1000: number | null) => (data: Data) => {
    for (const one of data.price.disk)
      if (one.system === 'streams-everysec') Object.assign(one, { syncsPer1000 });
  };
  const remembers = (change: object) => (data: Data) => {
    for (const arm of data.once.arms) if (arm.way === 'redis') Object.assign(arm, change);
  };
  const group = (change: object) => (data: Data) => {
    for (const arm of data.order.arms) if (arm.way === 'stream-group') Object.assign(arm, change);
  };
  const takes = (one: number, most: number | null) => (data: Data) => {
    for (const arm of data.readers.arms) arm.memoryBytes = arm.readers === 1 ? one : most;
  };
  const batches = (figure: number) => (data: Data) => {
    const arms = data.speed.arms.filter(({ system }) => system === 'streams-everysec');
    for (const arm of arms)
      arm.perSecond = [1, 1, 1, 1, 1].map((_, round) => (arm.batch === 1 ? 100 : 100 * figure) + round);
  };
  it('are those of the record', () => {
    expect(answer('matrix')).toBe('twice');
    expect(answer('price')).toBe('seldom');
    expect(answer('once')).toBe('outside');
    expect(answer('order')).toBe('broken');
    expect(answer('readers')).toBe('part');
  });
  it('turn with the data', () => {
    expect(answer('matrix', died({ lost: none, duplicated: none }))).toBe('once');
    expect(answer('matrix', died({ lost: { count: 1, ids: [[1, 1]] }, duplicated: none }))).toBe('never');
    expect(answer('price', syncs(1_000))).toBe('each');
    expect(answer('price', syncs(300))).toBe('some');
    expect(answer('price', syncs(null))).toBeNull();
    expect(answer('once', remembers({ toldTwice: 0 }))).toBe('nothing');
    expect(answer('once', remembers({ bookedTwice: 3 }))).toBe('both');
    expect(answer('once', remembers({ notBooked: 1 }))).toBeNull();
    expect(answer('order', group({ outOfOrder: 0 }))).toBe('kept');
    expect(answer('order', group({ working: 1 }))).toBeNull();
    expect(answer('readers', takes(800, 840))).toBe('nothing');
    expect(answer('readers', takes(800, 3_000))).toBe('copy');
    expect(answer('readers', takes(800, null))).toBeNull();
    expect(answer('speed', batches(2))).toBe('little');
    expect(answer('speed', batches(5))).toBe('some');
    expect(answer('speed', batches(20))).toBe('much');
  });
});

it('both languages are whole', () => {
  for (const [path, { ko, en }] of textsIn([judged(), lab])) {
    if (ko !== en) expect(ko, path).toMatch(hangul);
    expect(`${ko} ${en}`, path).not.toMatch(slip);
    expect(en, path).not.toMatch(hangul);
  }
});
