import { expect, it } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import { reportOf } from '../../src/course/catalogue.ts';
import { pack, pageData, unpack } from '../../src/web/page-data.ts';
import { keptRecord } from '../labs/recorded.ts';
import { randomTrace } from '../replay/fixture.ts';
import { traceOf } from '../replay/trace-of.ts';

const reports = await Promise.all(
  catalogue.map(async (entry) =>
    reportOf(entry, (await entry.load()).default, keptRecord(entry.id), '/home/x'),
  ),
);

it('what is packed comes out as it was, but for the numbers of the events, which keep their order', async () => {
  const traces = [randomTrace(3, 3_000), traceOf([], 0), null];
  const runs = reports.map((report, at) => pageData(report, traces[at % 3] ?? null));
  const { runs: back, ...rest } = await unpack(await pack({ lang: 'ko', short: true, runs }));
  expect(rest).toEqual({ lang: 'ko', short: true });
  for (const [at, run] of runs.entries()) {
    const { report, trace } = JSON.parse(JSON.stringify(run));
    const events = trace?.events.map((event: object, seq: number) => ({ ...event, seq }));
    expect(back[at]).toEqual({ report, trace: trace && { ...trace, events } });
  }
});

it('a run as the page gets it says nothing of where it was kept, and holds nothing that a browser obeys', () => {
  const [report] = reports;
  if (!report) throw new Error('there is no lab');
  const servers = [{ name: 'redis', version: '7', args: ['redis-server', '/tmp/secret'] }];
  const text = { ko: '\u202e표시', en: 'a\u0007mark' };
  const mark = { kind: 'mark', id: 'm', text, atUs: 1, seq: 1, act: 'away' } as const;
  const shown = pageData({ ...report, record: { ...report.record, servers } }, traceOf([mark], 1));
  expect(JSON.stringify(shown)).not.toMatch(/\/home\/x|\/tmp\/secret|\u202e|\\u0007/);
  expect(shown.trace?.events).toMatchObject([{ text: { en: 'a\\x07mark' } }]);
});

it('text that is no such thing is refused', async () => {
  for (const packed of ['', '!', 'AAAA']) await expect(unpack(packed)).rejects.toThrow();
});
