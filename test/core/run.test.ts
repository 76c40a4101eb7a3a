import { describe, expect, it } from 'vitest';
import { exitCodes, LabError } from '../../src/core/errors.ts';
import { runLab } from '../../src/core/run.ts';
import { same } from '../../src/core/text.ts';
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
    expect(log.filter((line) => line !== 'service-ready')).toEqual([
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
      async ({ emit, predict, seed }) => {
        emit({ kind: 'step', id: 'first', title: same('first') });
        await predict();
        emit({ kind: 'step', id: 'second', title: same('second') });
        emit({ kind: 'command', connection: 'c', command: 'PING', reply: 'PONG' });
        return { seed };
      },
      { one: loggingService('one', log) },
    );
    const { record, error } = await runLab(lab, tinyOptions(log));
    expect(error).toBeUndefined();
    expect(record).toMatchObject({
      formatVersion: 1,
      id: '20261123-031502007-tiny-nonce',
      lab: 'tiny',
      outcome: 'completed',
      error: null,
      prediction: 'yes',
      seed: 7,
      data: { seed: 7 },
      servers: [{ name: 'one', version: '1', args: [] }],
      trace: [{ connection: 'c', command: 'PING', reply: 'PONG' }],
      traceDropped: 0,
    });
    expect(record.timings.steps.map(({ id }) => id)).toEqual(['first', 'second']);
    expect(record.timings.steps.every(({ tookMs }) => tookMs > 0)).toBe(true);
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
    const predict: typeof options.predict = (_, signal) => {
      signal.addEventListener('abort', () => {
        taken = true;
      });
      options.fail(foreseen);
      return never;
    };
    const lab = tinyLab(async (context) => await context.predict());
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

  it('keeps the first 2,000 commands of a trace and counts the rest', async () => {
    const lab = tinyLab(async ({ emit }) => {
      for (let n = 0; n < 2_345; n += 1) emit({ kind: 'command', connection: 'c', command: `PING ${n}` });
    });
    const { record } = await runLab(lab, tinyOptions());
    expect(record.trace).toHaveLength(2_000);
    expect(record.traceDropped).toBe(345);
  });
});

function abortedLearner(): AbortController {
  const learner = new AbortController();
  learner.abort(new Error('Ctrl-C'));
  return learner;
}
