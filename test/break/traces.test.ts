import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LabError } from '../../src/core/errors.ts';
import type { Trace, TraceEvent } from '../../src/core/trace.ts';
import { loadTrace } from '../../src/course/load-trace.ts';
import { createRandom } from '../../src/measure/random.ts';
import { visibleJson } from '../../src/render/printable.ts';
import { renderEventList, renderMoment } from '../../src/render/terminal/replay.ts';
import { toPerfetto } from '../../src/replay/perfetto.ts';
import { writeTrace } from '../../src/replay/read.ts';
import { compileReplay } from '../../src/replay/state-at.ts';
import { langs, pageOf } from '../render/page.ts';
import { randomTrace } from '../replay/fixture.ts';
import { endure } from './endure.ts';
import { damaged, type Holder, mutate, nothingSaid, obeyed } from './mutations.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'break-traces-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const text = { ko: '표시', en: 'a mark' };
const { header, events } = randomTrace(20, 60);
const last = events.at(-1) as TraceEvent;
/** Each kind of event, and somebody with a name. */
const whole: Trace = {
  header: { ...header, actors: [{ id: 'a', role: 'client', label: text }] },
  events: [
    ...events,
    { kind: 'mark', id: 'm', text, atUs: last.atUs, seq: last.seq + 1, act: 'second' },
    { kind: 'gap', toUs: 9e9, left: { send: 3 }, atUs: last.atUs, seq: last.seq + 2, act: 'second' },
  ],
};

function fileOf(content: string): string {
  const file = join(folder, 'some.trace.jsonl');
  writeFileSync(file, content);
  return file;
}

/** Everything that is shown of a trace, or why it is refused. */
async function pagesOf(file: string): Promise<Record<string, string>> {
  const found = await loadTrace(file).catch((error: unknown) => error);
  if (found instanceof LabError) {
    const { what, why } = found.explanation;
    return { refused: [what.ko, what.en, why.ko, why.en].join('\n') };
  }
  if (found instanceof Error) throw found;
  const { trace } = found as Awaited<ReturnType<typeof loadTrace>>;
  const replay = compileReplay(trace);
  const pages: Record<string, string> = { perfetto: visibleJson(toPerfetto(trace)) };
  for (const page of langs.flatMap((lang) => [pageOf({ lang }), pageOf({ lang, ascii: true })])) {
    const name = `${page.lang}${page.ascii ? ' ascii' : ''}`;
    pages[name] = renderEventList(trace, page);
    for (const us of [-1, replay.durationUs / 2, replay.durationUs])
      pages[`${name} at ${us}`] = renderMoment(trace, replay.stateAt(us), 20, page);
  }
  return pages;
}

describe('the trace of a stranger', () => {
  it('as it was written is shown', async () => {
    const pages = await pagesOf(fileOf(writeTrace(whole)));
    expect(pages).not.toHaveProperty('refused');
    expect(pages.en).toContain('# a mark');
  });

  it('changed at random is shown or refused; nothing throws, nothing is obeyed, no figure is missing', {
    timeout: 60_000 * endure,
  }, async () => {
    const random = createRandom(21);
    for (let round = 0; round < 200 * endure; round += 1) {
      const lines = [whole.header, ...whole.events].map((line) => structuredClone(line) as unknown as Holder);
      for (let times = 1 + random.int(3); times > 0; times -= 1) {
        const line = random.int(3) === 0 ? 0 : random.int(lines.length);
        mutate(random.int(10) === 0 ? (lines as unknown as Holder) : (lines[line] as Holder), random);
      }
      const content = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
      for (const [name, page] of Object.entries(await pagesOf(fileOf(damaged(content, random))))) {
        // A torn line comes back in the words of JSON.parse; the command line makes them harmless.
        if (name === 'refused') expect(page, `round ${round}`).not.toMatch(nothingSaid);
        else if (name === 'perfetto') expect(page, `round ${round}`).not.toMatch(obeyed);
        else expect(obeyed.exec(page) ?? nothingSaid.exec(page), `round ${round} ${name}`).toBeNull();
      }
    }
  });

  const first = JSON.stringify(whole.header);
  const event = JSON.stringify(events[0]);
  it.for([
    ['nothing', ''],
    ['no lines of JSON', 'hello\n'],
    ['another kind of JSON', '[]\n'],
    ['a line that is null', `${first}\nnull\n`],
    ['a line of another kind', `${first}\n{"kind":"explode"}\n`],
    [
      'a line that is very deep',
      `${first}\n${event.slice(0, -1)},"x":${'['.repeat(1e5)}${']'.repeat(1e5)}}\n`,
    ],
    [
      'names without end',
      writeTrace({ ...whole, events: many((seq) => ({ kind: 'state', actor: `a${seq}`, state: 'up' })) }),
    ],
    [
      'events without end',
      writeTrace({ ...whole, events: many(() => ({ kind: 'state', actor: 'a', state: 'up' }), 100_001) }),
    ],
  ] as const)('that holds %s is refused', async ([, content]) => {
    const pages = await pagesOf(fileOf(content));
    expect(Object.keys(pages)).toEqual(['refused']);
    expect(pages.refused?.length).toBeLessThan(1_000);
  });

  function many(happening: (seq: number) => object, count = 3_000): TraceEvent[] {
    const place = (seq: number) => ({ atUs: seq, seq, act: 'first', ...happening(seq) });
    return Array.from({ length: count }, (_, seq) => place(seq) as TraceEvent);
  }
});
