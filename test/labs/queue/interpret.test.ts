import { describe, expect, it } from 'vitest';
import type { BurstWay, Death, OnFailure, RoutingCase } from '../../../labs/queue/data.ts';
import { mismatches } from '../../../labs/queue/judge/matching.ts';
import { draw } from '../../../labs/queue/parts/routes.ts';
import type { Verdict } from '../../../src/report/findings.ts';
import { hangul, slip, textsIn } from '../../texts.ts';
import { answerOf, choicesOf, evidenceOf } from '../recorded.ts';
import { freshData, judged, lab, record } from './fixture.ts';

type Data = ReturnType<typeof freshData>;

const verdictOf = (claim: string, breakIt?: (data: Data) => void): Verdict | undefined =>
  judged(breakIt).checks.find((check) => check.claim === claim)?.verdict;
const dying = (data: Data, death: Death) =>
  data.synchronous.deaths.find((arm) => arm.death === death) as Data['synchronous']['deaths'][number];
const bursting = (data: Data, way: BurstWay) =>
  data.burst.arms.find((arm) => arm.way === way) as Data['burst']['arms'][number];
const failing = (data: Data, onFailure: OnFailure) =>
  data.failure.arms.find((arm) => arm.onFailure === onFailure) as Data['failure']['arms'][number];
const queuedTrials = (data: Data) =>
  data.synchronous.waits.find(({ way }) => way === 'queued')
    ?.trials as Data['synchronous']['waits'][number]['trials'];
const topic = (data: Data) => data.routing.examples[1] as Data['routing']['examples'][number];

describe('C13', () => {
  it('held as recorded', () => expect(verdictOf('C13')).toBe('held'));

  it.each<[string, Verdict, (data: Data) => void]>([
    [
      'the worker acknowledges before the work',
      'refuted',
      (data) => {
        dying(data, 'queued').history = dying(data, 'acks-early').history;
      },
    ],
    [
      'one confirmed order of the burst is gone',
      'refuted',
      (data) => {
        bursting(data, 'window').lost = 1;
      },
    ],
    [
      'whoever hands over waits longer',
      'refuted',
      (data) => {
        for (const trial of queuedTrials(data)) trial.medianMs *= 1_000;
      },
    ],
    [
      'now the one waits longer, now the other',
      'inconclusive',
      (data) => {
        for (const [index, trial] of queuedTrials(data).entries()) trial.medianMs = index % 2 ? 1 : 1_000;
      },
    ],
    [
      'four trials say nothing',
      'inconclusive',
      (data) => {
        queuedTrials(data).splice(4);
      },
    ],
    [
      'nothing was in the hands of the worker that died',
      'inconclusive',
      (data) => {
        dying(data, 'queued').unfinished = 0;
      },
    ],
    [
      'hardly anything was accepted',
      'inconclusive',
      (data) => {
        dying(data, 'queued').history = {
          sent: [[1, 3]],
          acknowledged: [[1, 3]],
          unknown: [],
          received: [[1, 3]],
        };
      },
    ],
    [
      'the burst was no burst',
      'inconclusive',
      (data) => {
        bursting(data, 'window').confirmed = 999;
      },
    ],
  ])('%s: %s', (_, verdict, breakIt) => expect(verdictOf('C13', breakIt)).toBe(verdict));

  it('says what the bugs cost, and nothing where they cost nothing', () => {
    const said = evidenceOf(judged(), 'C13', 'en');
    expect(said).toContain('acknowledged first lost 8');
    expect(said).toContain('1 was done twice');
    expect(said).toMatch(/came 5\d\d times; 13 others waited/);
    expect(said).toContain('dropped 5,000 that it had confirmed');
    const harmless = judged((data) => {
      dying(data, 'acks-early').history = dying(data, 'queued').history;
      dying(data, 'before-ack').history = dying(data, 'queued').history;
      bursting(data, 'drop-head').lost = 0;
      failing(data, 'requeue').poisonDeliveries = 1;
    });
    const quiet = evidenceOf(harmless, 'C13', 'en');
    expect(quiet).not.toMatch(/first lost|done twice|others waited|dropped/);
  });
});

describe('C14', () => {
  it('held as recorded', () => expect(verdictOf('C14')).toBe('held'));

  it.each<[string, Verdict, (data: Data) => void]>([
    ['a message is missing', 'refuted', (data) => void topic(data).got.kitchen?.pop()],
    ['a message is in a queue that no rule names', 'refuted', (data) => void topic(data).got.seoul?.push(5)],
    ['a message came twice', 'refuted', (data) => void topic(data).got.audit?.push(1)],
    [
      'one kind of exchange was not tried',
      'inconclusive',
      (data) => {
        data.routing.examples.pop();
        data.routing.drawn.pop();
      },
    ],
    [
      'hardly anything was sent',
      'inconclusive',
      (data) => {
        data.routing.drawn = [];
      },
    ],
  ])('%s: %s', (_, verdict, breakIt) => expect(verdictOf('C14', breakIt)).toBe(verdict));

  it('names the price where Streams ran, and not where it did not', () => {
    expect(evidenceOf(judged(), 'C14', 'en')).toContain('it took 1 command with RabbitMQ, 3 with Streams');
    const without = judged((data) => {
      (data as Record<string, unknown>).streams = { skipped: { ko: '-', en: '-' } };
    });
    expect(evidenceOf(without, 'C14', 'en')).not.toContain('Streams');
  });
});

describe('the rules of matching', () => {
  const routed = (kind: RoutingCase['kind'], key: string, messageKey: string): RoutingCase => ({
    kind,
    bindings: [{ queue: 'q', key }],
    messages: [{ id: 1, key: messageKey }],
    got: { q: [1] },
  });
  const fits = (kind: RoutingCase['kind'], key: string, messageKey: string) =>
    mismatches(routed(kind, key, messageKey)).length === 0;

  // The examples of the AMQP 0-9-1 specification (3.1.3.3) and of RabbitMQ's fifth tutorial.
  it.each([
    ['*.stock.#', 'usd.stock', true],
    ['*.stock.#', 'eur.stock.db', true],
    ['*.stock.#', 'stock.nasdaq', false],
    ['*.orange.*', 'quick.orange.rabbit', true],
    ['*.orange.*', 'quick.orange.male.rabbit', false],
    ['lazy.#', 'lazy', true],
    ['lazy.#', 'lazy.orange.male.rabbit', true],
    ['#', '', true],
    ['*', '', true], // The empty key is one empty word.
    ['#.#', 'a', true],
    ['#.b.#', 'a.c', false],
  ])('topic %s and %s: %s', (pattern, key, expected) => expect(fits('topic', pattern, key)).toBe(expected));

  it('a direct exchange compares, a fanout does not look', () => {
    expect([fits('direct', 'a', 'a'), fits('direct', 'a', 'b'), fits('direct', '#', 'a')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(fits('fanout', 'a', 'b')).toBe(true);
  });

  it('the drawn ones are the same for a seed, and of each kind something fits and something does not', () => {
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
    expect(draw(5).map(({ kind }) => kind)).toEqual(['direct', 'topic', 'fanout', 'headers']);
  });
});

describe('the answers to the questions', () => {
  const acts = ['synchronous', 'workers', 'failure', 'routing', 'burst', 'streams'] as const;
  const answer = (act: (typeof acts)[number], breakIt: (data: Data) => void = () => {}) => {
    const data = freshData();
    breakIt(data);
    return answerOf(lab, act, data[act], record.params);
  };

  it('are those of the record, and are among the choices', () => {
    const answers = acts.map((act) => answer(act));
    expect(answers).toEqual(['lost', 'later', 'stuck', 'confirmed', 'nothing', 'rabbitmq']);
    for (const [index, act] of acts.entries()) expect(choicesOf(lab, act)).toContain(answers[index]);
  });

  it.each<[(typeof acts)[number], string | null, (data: Data) => void]>([
    [
      'synchronous',
      'kept',
      (data) => {
        dying(data, 'acks-early').history = dying(data, 'queued').history;
      },
    ],
    [
      'synchronous',
      'twice',
      (data) => {
        dying(data, 'acks-early').history = dying(data, 'before-ack').history;
      },
    ],
    [
      'synchronous',
      null,
      (data) => {
        dying(data, 'acks-early').unfinished = 0;
      },
    ],
    [
      'workers',
      'same',
      (data) => {
        for (const share of data.workers.shares) share.allDoneMs = 100;
      },
    ],
    [
      'workers',
      'sooner',
      (data) => {
        for (const share of data.workers.shares) share.allDoneMs = 1_000 / share.prefetch;
      },
    ],
    ['workers', null, (data) => void data.workers.shares.shift()],
    [
      'failure',
      'done',
      (data) => {
        failing(data, 'requeue').waiting = 1;
      },
    ],
    [
      'failure',
      'given-up',
      (data) => {
        failing(data, 'requeue').lost = 1;
      },
    ],
    ['failure', null, (data) => void data.failure.arms.splice(1, 1)],
    [
      'routing',
      'refused',
      (data) => {
        data.routing.unroutable.confirmed = false;
      },
    ],
    [
      'burst',
      'told',
      (data) => {
        bursting(data, 'drop-head').refused = 1;
      },
    ],
    [
      'burst',
      null,
      (data) => {
        bursting(data, 'drop-head').lost = 0;
      },
    ],
    ['streams', null, (data) => void data.streams.rows.splice(0)],
    [
      'streams',
      'streams',
      (data) => {
        for (const row of data.streams.rows) row.afterMs = row.system === 'streams' ? 1 : 100;
      },
    ],
    [
      'streams',
      'same',
      (data) => {
        for (const row of data.streams.rows) row.afterMs = 100;
      },
    ],
  ])('%s: %s when the data says so', (act, expected, breakIt) => expect(answer(act, breakIt)).toBe(expected));

  it('the question of the prefetch is not asked without 1 and 100', () => {
    const { predict } = lab.acts.find(({ id }) => id === 'workers') as {
      predict?: { offWhen?(p: unknown): unknown };
    };
    expect(predict?.offWhen?.({ prefetch: [1, 100] })).toBeNull();
    expect(predict?.offWhen?.({ prefetch: [1, 10] })).toMatchObject({
      en: expect.stringContaining('--prefetch'),
    });
  });
});

it('what is said of data that was broken is whole, in both languages', () => {
  const broken: ((data: Data) => void)[] = [
    (data) => void data.synchronous.deaths.splice(0),
    (data) => void data.synchronous.waits.splice(0),
    (data) => void data.workers.speeds.splice(0),
    (data) => void data.failure.arms.splice(0),
    (data) => void data.burst.arms.splice(0),
    (data) => void data.streams.speeds.splice(0),
    (data) => void data.routing.examples.splice(0),
  ];
  for (const breakIt of broken)
    for (const [path, text] of textsIn(judged(breakIt))) {
      expect(text.en, path).not.toMatch(hangul);
      expect([text.ko, text.en].join(), path).not.toMatch(slip);
    }
});
