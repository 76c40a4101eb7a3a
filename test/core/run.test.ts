import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { exitCodes, LabError, LeftBehindError, RefusedError } from '../../src/core/errors.ts';
import type { LabEvent } from '../../src/core/events.ts';
import { type RunOptions, runLab } from '../../src/core/run.ts';
import { same, type Text } from '../../src/core/text.ts';
import { loggingService, tinyLab, tinyOptions } from './tiny-lab.ts';

const never = new Promise<never>(() => {});
const foreseen = new LabError(exitCodes.runFailed, {
  what: same('what'),
  why: same('why'),
  next: same('next'),
});

describe('a run', () => {
  it('brings its services up in order, and down in the opposite order', async () => {
    const log: string[] = [];
    const services = { one: loggingService('one', log), two: loggingService('two', log) };
    const lab = tinyLab(async ({ scope }) => void (await scope.start(loggingService('arm', log))), services);
    await runLab(lab, tinyOptions(log));
    expect(log.filter((line) => / (up|down|closed)$/.test(line))).toEqual([
      'one up',
      'two up',
      'arm up',
      'arm down',
      'two down',
      'one down',
      'host closed',
    ]);
  });

  it('answers a record of everything that a reader needs', async () => {
    const log: string[] = [];
    const lab = tinyLab(
      async ({ emit, seed }) => {
        emit({ kind: 'command', connection: 'c', command: 'PING', reply: 'PONG' });
        return { seed };
      },
      { one: loggingService('one', log) },
      [{ id: 'first' }, { id: 'second' }],
    );
    const { record, error } = await runLab(lab, tinyOptions(log));
    expect(error).toBeUndefined();
    expect(record).toMatchObject({
      formatVersion: 2,
      id: '20261123-031502007-tiny-nonce',
      lab: 'tiny',
      outcome: 'completed',
      error: null,
      predictions: { first: 'yes', second: 'yes' },
      quiet: { quiet: true },
      seed: 7,
      data: { first: { seed: 7 }, second: { seed: 7 } },
      servers: [{ name: 'one', version: '1', args: [] }],
    });
    expect(record.timings.acts.map(({ id }) => id)).toEqual(['first', 'second']);
    expect(record.timings.acts.every(({ tookMs }) => tookMs > 0)).toBe(true);
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
  });

  it('that fails has no data, says why, and still puts its servers away', async () => {
    const log: string[] = [];
    const lab = tinyLab(() => Promise.reject(foreseen), { one: loggingService('one', log) });
    const { record, error } = await runLab(lab, tinyOptions(log));
    expect(error).toBe(foreseen);
    expect(record).toMatchObject({ outcome: 'failed', data: null, error: foreseen.explanation });
    expect(log.slice(-2)).toEqual(['one down', 'host closed']);
  });

  it('keeps the words of an error that nobody foresaw', async () => {
    const { record } = await runLab(
      tinyLab(() => Promise.reject(new Error('boom'))),
      tinyOptions(),
    );
    expect(record).toMatchObject({ outcome: 'failed', error: { what: { en: 'boom', ko: 'boom' } } });
  });

  it('leaves out an act that the learner’s own server refuses, and goes on', async () => {
    const refusal = new RefusedError(exitCodes.runFailed, foreseen.explanation);
    const lab = tinyLab(async () => ({ fine: true }), {}, [
      { id: 'refused', run: () => Promise.reject(refusal) },
      { id: 'allowed' },
    ]);
    const { record, error } = await runLab(lab, tinyOptions());
    expect(error).toBeUndefined();
    expect(record).toMatchObject({
      outcome: 'completed',
      predictions: { allowed: 'yes' },
      data: { refused: { skipped: same('what why') }, allowed: { fine: true } },
    });
    expect(record.predictions).not.toHaveProperty('refused');
  });

  it('fails with the refusal when nothing else could be done', async () => {
    const refusal = new RefusedError(exitCodes.runFailed, foreseen.explanation);
    const { record, error } = await runLab(
      tinyLab(() => Promise.reject(refusal)),
      tinyOptions(),
    );
    expect(error).toBe(refusal);
    expect(record.outcome).toBe('failed');
  });

  it('tells what a clean-up could not take back, and keeps its result', async () => {
    const left = new LeftBehindError(exitCodes.runFailed, foreseen.explanation);
    const services = { one: loggingService('one', [], () => Promise.reject(left)) };
    const result = await runLab(
      tinyLab(async () => ({}), services),
      tinyOptions(),
    );
    expect(result.left).toEqual([left]);
    expect(result.record.outcome).toBe('completed');
  });

  it('does not wait for a clean-up that hangs when the learner stops it', async () => {
    const learner = new AbortController();
    const services = { one: loggingService('one', [], () => never) };
    const lab = tinyLab(async () => {
      learner.abort(new Error('Ctrl-C'));
      return await never;
    }, services);
    const { record } = await runLab(lab, tinyOptions([], learner));
    expect(record.outcome).toBe('aborted');
  });

  it('does not hang with a lab that hangs when a server dies', async () => {
    const options = tinyOptions();
    const lab = tinyLab(async () => {
      options.fail(foreseen);
      return await never;
    });
    const { record, error } = await runLab(lab, options);
    expect(error).toBe(foreseen);
    expect(record.outcome).toBe('failed');
  });

  it('does not wait for an act in which nothing happens any more', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const log: string[] = [];
    const lab = tinyLab(
      async ({ note, emit }) => {
        for (const sign of [
          () => emit({ kind: 'progress', done: 1, of: 2, unit: same('') }),
          () => note({ kind: 'state', actor: 'redis', state: 'paused' }),
        ]) {
          vi.advanceTimersByTime(119_000);
          sign();
        }
        vi.advanceTimersByTime(120_000);
        return await never;
      },
      { one: loggingService('one', log) },
    );
    const { record } = await runLab(lab, tinyOptions(log));
    expect(record).toMatchObject({ outcome: 'failed', data: null });
    expect(record.error?.what.en).toBe('Nothing has happened in "title" for 120 s.');
    expect(log.slice(-2)).toEqual(['one down', 'host closed']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('lets an act be silent for as long as it says that it will be', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const lab = tinyLab(async () => void vi.advanceTimersByTime(179_000), {}, [{ silentMs: () => 60_000 }]);
    expect((await runLab(lab, tinyOptions())).record.outcome).toBe('completed');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('says what the dead server says, not what a client noticed first', async () => {
    const options = tinyOptions();
    const lab = tinyLab(async () => {
      setImmediate(() => options.fail(foreseen));
      throw new Error('Connection is closed.');
    });
    expect((await runLab(lab, options)).error).toBe(foreseen);
  });

  it('ends when the learner stops it, as aborted and without an error to show', async () => {
    const learner = new AbortController();
    const log: string[] = [];
    const lab = tinyLab(
      async () => {
        learner.abort(new Error('Ctrl-C'));
        return await never;
      },
      { one: loggingService('one', log) },
    );
    const { record } = await runLab(lab, tinyOptions(log, learner));
    expect(record).toMatchObject({ outcome: 'aborted', error: null, data: null });
    expect(log).toContain('one down');
  });

  it('that was stopped before it began starts nothing', async () => {
    const log: string[] = [];
    const lab = tinyLab(async () => null, { one: loggingService('one', log) });
    const { record } = await runLab(lab, tinyOptions(log, abortedLearner()));
    expect(record.outcome).toBe('aborted');
    expect(log).toEqual(['host closed']);
  });

  it('that is stopped while it puts its servers away has no data either', async () => {
    const learner = new AbortController();
    const service = loggingService('one', [], async () => learner.abort(new Error('Ctrl-C')));
    const { record } = await runLab(
      tinyLab(async () => 1, { one: service }),
      tinyOptions([], learner),
    );
    expect(record).toMatchObject({ outcome: 'aborted', error: null, data: null });
  });

  it('without a host, because there is no room for a temp folder, is a failed run with a record', async () => {
    const openHost = () => {
      throw foreseen;
    };
    const { record, error } = await runLab(
      tinyLab(async () => 1),
      { ...tinyOptions(), openHost },
    );
    expect(error).toBe(foreseen);
    expect(record).toMatchObject({ outcome: 'failed', servers: [], error: foreseen.explanation });
  });

  it('puts what a client library threw into the host’s words', async () => {
    const options = tinyOptions();
    const openHost: typeof options.openHost = (given) => ({
      ...options.openHost(given),
      explain: () => foreseen,
    });
    const lab = tinyLab(() => Promise.reject(new Error('ERR unknown')));
    expect((await runLab(lab, { ...options, openHost })).error).toBe(foreseen);
  });

  it('takes its question back when it fails', async () => {
    const options = tinyOptions();
    let taken = false;
    const predict: typeof options.predict = (_question, _act, signal) => {
      signal.addEventListener('abort', () => {
        taken = true;
      });
      options.fail(foreseen);
      return never;
    };
    const lab = tinyLab(async () => null);
    expect((await runLab(lab, { ...options, predict })).record.outcome).toBe('failed');
    expect(taken).toBe(true);
  });

  it('ends every service even when one cannot be ended politely', async () => {
    const log: string[] = [];
    const stubborn = loggingService('two', log, () => Promise.reject(new Error('already dead')));
    const services = { one: loggingService('one', log), two: stubborn };
    const { record } = await runLab(
      tinyLab(async () => 1, services),
      tinyOptions(log),
    );
    expect(record.outcome).toBe('completed');
    expect(log.slice(-3)).toEqual(['two down', 'one down', 'host closed']);
  });

  it('numbers its acts, asks each question before its act, and tells what came out', async () => {
    const told: unknown[] = [];
    const lab = tinyLab(async () => void told.push('runs'), {}, [{ id: 'first' }, { id: 'second' }]);
    await runLab(lab, {
      ...tinyOptions(),
      onEvent: (event) => void told.push(event),
      predict: async (_, act) => {
        told.push(act);
        return null;
      },
    });
    const act = (number: number, id: string) => [
      expect.objectContaining({ kind: 'act', id, number, of: 2 }),
      { id, number },
      'runs',
      expect.objectContaining({ kind: 'act-done', id, number, skipped: false, headline: same('headline') }),
    ];
    expect(told).toEqual([...act(1, 'first'), ...act(2, 'second')]);
  });

  it('ends what an act opened before the next act begins', async () => {
    const log: string[] = [];
    const lab = tinyLab(async ({ scope }) => void (await scope.start(loggingService('arm', log))), {}, [
      { id: 'first' },
      { id: 'second' },
    ]);
    await runLab(lab, tinyOptions(log));
    expect(log.filter((line) => line.startsWith('arm'))).toEqual([
      'arm up',
      'arm down',
      'arm up',
      'arm down',
    ]);
  });

  it('ends the connections of an act at a server that lives on', async () => {
    const log: string[] = [];
    const one = loggingService('one', log);
    const withRelease: typeof one = {
      ...one,
      start: async (host) => ({ ...(await one.start(host)), release: () => void log.push('released') }),
    };
    const lab = tinyLab(async () => null, { one: withRelease }, [{ id: 'first' }, { id: 'second' }]);
    await runLab(lab, tinyOptions(log));
    expect(log.filter((line) => /released|down/.test(line))).toEqual(['released', 'released', 'one down']);
  });

  describe('an act is skipped, with the reason in the data and in what is told', () => {
    const missing = same('it is missing');
    const program = { name: 'p', binaries: ['p'], versionArgs: [], packages: {} as never };
    const cases: readonly (readonly [string, Parameters<typeof tinyLab>[2], Partial<RunOptions>, RegExp])[] =
      [
        [
          'that was not asked for',
          [{ id: 'first' }, { id: 'second' }],
          { acts: ['first'] },
          /redis-lab tiny/,
        ],
        ['left out by parameters', [{}, { id: 'second', leftOut: () => missing }], {}, /it is missing/],
        ['without a private Redis', [{}, { id: 'second', needs: ['private-redis'] }], {}, /own Redis/],
        ['without a program', [{}, { id: 'second', needs: [program] }], {}, /no p here/],
      ];
    it.each(cases)('%s', async (_, acts, overrides, reason) => {
      const told: LabEvent[] = [];
      const options = tinyOptions();
      const openHost: typeof options.openHost = (given) => ({
        ...options.openHost(given),
        whyMissing: async () => same('no p here'),
      });
      const lab = tinyLab(async () => 'ran', {}, acts);
      const { record } = await runLab(lab, {
        ...options,
        ...overrides,
        openHost,
        onEvent: (event) => void told.push(event),
      });
      const data = record.data as Record<string, { skipped: Text }>;
      expect(data.second?.skipped.en).toMatch(reason);
      const ofSecond = told.filter((event) => event.kind === 'act-done' && event.id === 'second');
      // Who chose the acts is not told act by act which ones they did not choose.
      if (overrides.acts) expect(ofSecond).toEqual([]);
      else expect(ofSecond).toMatchObject([{ skipped: true }]);
      expect(Object.keys(record.predictions)).not.toContain('second');
    });
  });

  it('asks nothing where the parameters change the question', async () => {
    const predict = {
      prompt: same('?'),
      choices: [{ id: 'yes', label: same('yes') }],
      offWhen: () => same('another question'),
      answer: () => 'yes',
    };
    const lab = tinyLab(async () => null, {}, [{ predict }]);
    expect((await runLab(lab, tinyOptions())).record.predictions).toEqual({});
  });

  it('writes a trace: its commands and what was noted, by act and time, with its actors', async () => {
    const lab = tinyLab(
      async ({ emit, note }) => {
        emit({ kind: 'command', connection: 'c', command: 'PING', reply: 'PONG' });
        note({ kind: 'send', msg: '1', from: 'c', to: 'd' }, 'arm');
      },
      {},
      [{ id: 'first' }, { id: 'second' }],
    );
    const { trace, record } = await runLab(lab, tinyOptions());
    expect(trace.header).toMatchObject({ v: 1, run: record.id, lab: 'tiny', kept: 4, left: 0 });
    expect(trace.header.actors.map(({ id }) => id)).toEqual(['c', 'redis', 'd']);
    expect(trace.events.map(({ act, arm, kind }) => [act, arm, kind])).toEqual(
      ['first', 'second'].flatMap((act) => [
        [act, undefined, 'command'],
        [act, 'arm', 'send'],
      ]),
    );
    expect(trace.events.map(({ atUs }) => atUs)).toEqual(
      trace.events.map(({ atUs }) => atUs).toSorted((one, other) => one - other),
    );
  });
});

function abortedLearner(): AbortController {
  const learner = new AbortController();
  learner.abort(new Error('Ctrl-C'));
  return learner;
}
