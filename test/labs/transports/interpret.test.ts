import { describe, expect, it } from 'vitest';
import type { TransportsData } from '../../../labs/transports/data.ts';
import { streamTable } from '../../../labs/transports/show/stream.ts';
import { findingsOf } from '../../../src/course/findings.ts';
import { Histogram } from '../../../src/measure/histogram.ts';
import type { Findings } from '../../../src/report/findings.ts';
import { slip, textsIn } from '../../texts.ts';
import { answerOf, choicesOf, evidenceOf, type Mutable } from '../recorded.ts';
import { judged, lab, record } from './fixture.ts';

const verdict = (findings: Findings) => findings.checks.find(({ claim }) => claim === 'C08')?.verdict;
type Data = Mutable<TransportsData>;
const socket = (data: Data) =>
  data.stream.arms.find(({ arm }) => arm === 'websocket') as Data['stream']['arms'][number];
const firstTrial = (data: Data) => socket(data).trials[0] as Data['stream']['arms'][number]['trials'][number];
const skipped = { skipped: { ko: '건너뜀', en: 'skipped' } };

describe('C08', () => {
  it('holds for what was measured, and says what it rests on', () => {
    const findings = judged();
    expect(verdict(findings)).toBe('held');
    for (const lang of ['ko', 'en'] as const) expect(evidenceOf(findings, 'C08', lang)).not.toMatch(slip);
  });

  const broken: readonly (readonly [what: string, breakIt: (data: Data) => void, verdict: string])[] = [
    [
      'an accept that is not of the key',
      ({ upgrade }) => {
        upgrade.accept = 'x';
      },
      'refuted',
    ],
    [
      'another answer than 101',
      ({ upgrade }) => {
        upgrade.response = 'HTTP/1.1 200 OK';
      },
      'refuted',
    ],
    [
      'no answer to a frame',
      ({ upgrade }) => {
        upgrade.reply = [];
      },
      'refuted',
    ],
    [
      'an answer with a mask',
      ({ upgrade }) => {
        upgrade.reply[1] = 0x82;
      },
      'refuted',
    ],
    [
      'nothing that comes unasked',
      ({ upgrade }) => {
        upgrade.unasked = false;
      },
      'refuted',
    ],
    [
      'a request for each update',
      (data) => {
        firstTrial(data).requests = 1;
      },
      'refuted',
    ],
    [
      'a client that connected again',
      (data) => {
        firstTrial(data).connections += 1;
      },
      'refuted',
    ],
    [
      'an update that never came',
      (data) => {
        firstTrial(data).arrived -= 1;
      },
      'refuted',
    ],
    [
      'too few updates',
      (data) => {
        socket(data).trials = [];
      },
      'inconclusive',
    ],
  ];
  it.each(broken)('%s turns the verdict', (_, breakIt, wanted) => {
    const findings = judged(breakIt);
    expect(verdict(findings)).toBe(wanted);
    for (const [path, text] of textsIn(findings.checks))
      expect(`${text.ko} ${text.en}`, path).not.toMatch(slip);
  });

  it('is not tested without the stream, and is without the acts that only add to it', () => {
    expect(
      verdict(
        judged((data) => {
          (data as Record<string, unknown>).stream = skipped;
        }),
      ),
    ).toBeUndefined();
    const bare = judged((data) => {
      for (const id of ['cheaper', 'messages', 'buffering', 'servers', 'tunnel'])
        (data as Record<string, unknown>)[id] = skipped;
    });
    expect(verdict(bare)).toBe('held');
  });
});

describe('predictions', () => {
  const all = (id: keyof TransportsData, changes: readonly ((data: Data) => void)[]) =>
    changes.map((change) => {
      const data = structuredClone(record.data) as Data;
      change(data);
      return answerOf(lab, id, data[id], record.params);
    });
  const scale = (data: Data, figure: 'bytesDown' | 'serverCpuUs', by: number) => {
    const arm = data.stream.arms.find((one) => one.arm === 'websocket-deflate');
    for (const trial of arm?.trials ?? []) trial[figure] *= by;
  };

  it('upgrade: by the status', () => {
    const status = (code: number) => (data: Data) => {
      for (const one of data.upgrade.proxied) one.status = code;
    };
    const none = (data: Data) => {
      data.upgrade.proxied = [];
    };
    expect(all('upgrade', [status(426), status(101), none])).toEqual(['answered', 'opens', null]);
  });

  it('stream: by bytes and CPU with compression against without', () => {
    expect(
      all('stream', [
        () => {},
        (data) => scale(data, 'serverCpuUs', 0.001),
        (data) => scale(data, 'bytesDown', 100),
        (data) => {
          socket(data).trials = [];
        },
      ]),
    ).toEqual(['trade', 'both', 'nothing', null]);
  });

  it('stream: who said that bytes do not shrink is wrong, also where CPU decided nothing between the others', () => {
    const data = structuredClone(record.data) as Data;
    const arm = data.stream.arms.find((one) => one.arm === 'websocket-deflate');
    for (const [index, trial] of (arm?.trials ?? []).entries())
      trial.serverCpuUs *= index % 2 === 0 ? 0.01 : 1;
    const graded = (chosen: string) => {
      const seen = { ...record, data, predictions: { stream: chosen } };
      return findingsOf(lab, seen as never).acts.find(({ id }) => id === 'stream')?.prediction;
    };
    expect(answerOf(lab, 'stream', data.stream)).toBeNull();
    expect(graded('trade')).toMatchObject({ right: null, measured: null });
    expect(graded('nothing')).toMatchObject({
      right: false,
      misconception: { en: expect.stringMatching(/dictionary/) },
    });
    scale(data, 'bytesDown', 100);
    expect(graded('nothing')).toMatchObject({ right: true });
  });

  it('stream: a column for the p99 only where a trial had samples enough for one', () => {
    const columns = (data: Data) => streamTable(data.stream).columns.map(({ id }) => id);
    expect(columns(record.data as Data)).toEqual(['transport', 'p50', 'p99', 'requests', 'bytes', 'cpu']);
    const samples = new Histogram();
    samples.record(1e6);
    const few = structuredClone(record.data) as Data;
    for (const arm of few.stream.arms) Object.assign(arm, { latency: samples.toJSON() });
    const { columns: left, rows, notes } = streamTable(few.stream);
    expect(left.map(({ id }) => id)).toEqual(['transport', 'p50', 'requests', 'bytes', 'cpu']);
    expect(rows.every(({ cells }) => cells.length === left.length)).toBe(true);
    expect(notes?.[0]?.en).toMatch(/^p50: from/);
  });

  it('cheaper: by where the lines cross', () => {
    const costs = (pushedUs: number, questionUs: number) => (data: Data) => {
      for (const { transport, rate, trials } of data.cheaper.cells)
        for (const trial of trials) {
          const perAnswer = (rate * data.cheaper.intervalMs) / 1e3;
          trial.serverCpuUs = trial.due * (transport === 'websocket' ? pushedUs : questionUs / perAnswer);
        }
    };
    expect(all('cheaper', [costs(10, 150), costs(1, 1_000), costs(100, 10)])).toEqual([
      'turns',
      'never',
      'always',
    ]);
  });

  it('messages: by the bytes of each way', () => {
    const post = (by: number) => (data: Data) => {
      for (const arm of data.messages.arms)
        if (arm.way === 'post')
          for (const trial of arm.trials) {
            trial.bytesUp *= by;
            trial.bytesDown *= by;
          }
    };
    expect(all('messages', [() => {}, post(0.3), post(0.1)])).toEqual(['many', 'few', 'same']);
  });

  it('buffering: by when the events came with proxy_pass alone', () => {
    const set = (inTime: number, arrived: number) => (data: Data) => {
      const arm = data.buffering.arms.find((one) => one.arm === 'default');
      if (arm) Object.assign(arm, { inTime, arrived });
    };
    const updates = (record.data as TransportsData).buffering.updates;
    expect(all('buffering', [set(0, updates), set(updates, updates), set(0, 0), set(3, updates)])).toEqual([
      'held',
      'at-once',
      'never',
      null,
    ]);
  });

  it('servers: by what a sticky WebSocket received', () => {
    const share = (part: number) => (data: Data) => {
      const { cells, updates, clientsEach } = data.servers;
      for (const cell of cells) if (cell.placement === 'sticky') cell.received = part * updates * clientsEach;
    };
    expect(all('servers', [share(0.5), share(1), share(0), share(0.8)])).toEqual([
      'half',
      'all',
      'none',
      null,
    ]);
  });

  it('tunnel: by what a WebSocket received after a pause', () => {
    const received =
      (...runs: [number, number][]) =>
      (data: Data) => {
        for (const arm of data.tunnel.pause) Object.assign(arm, { received: runs, sent: 30 });
      };
    const early = (data: Data) => {
      for (const arm of data.tunnel.pause) arm.latestMs = 0;
    };
    expect(
      all('tunnel', [received([1, 30]), received([1, 10], [20, 30]), received([1, 30], [5, 5]), early]),
    ).toEqual(['late', 'lost', 'twice', null]);
  });

  it('each act asks, can be answered by one of its choices, and all choices but one name a misconception', () => {
    for (const { id, predict } of lab.acts) {
      const answer = answerOf(lab, id, (record.data as TransportsData)[id], record.params);
      if (answer !== null) expect(choicesOf(lab, id), id).toContain(answer);
      const plain = predict?.choices.filter(({ misconception }) => !misconception) ?? [];
      expect(plain.length, id).toBeLessThanOrEqual(1);
      expect(predict, id).toBeDefined();
    }
  });
});
