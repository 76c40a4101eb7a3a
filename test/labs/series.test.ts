import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import { openTrace, seriesIn } from '../../src/core/trace.ts';
import { sayer } from '../../src/render/trace-event.ts';
import { traceOf } from '../replay/trace-of.ts';

/** What is sampled under which id, as the files of a lab write it; `ms:${door}` stands for each that begins so. */
function sampledBy(lab: string): string[] {
  const files = readdirSync(`labs/${lab}`, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [
      ...readFileSync(join('labs', lab, file), 'utf8').matchAll(
        /kind: 'sample', series: (?:'(.+?)'|`(.+?)`)/g,
      ),
    ])
    .map(([, plain, template = '']) => plain ?? template.replace(/\$\{.*/, ''));
}

it.each(catalogue.map(({ id, load }) => [id, load] as const))(
  'what %s samples has a name for its reader',
  async (id, load) => {
    const { series = {} } = (await load()).default;
    const named = Object.keys(series);
    const sampled = sampledBy(id);
    expect(sampled.filter((one) => !named.some((name) => name.startsWith(one)))).toEqual([]);
    expect(named.filter((name) => !sampled.some((one) => name.startsWith(one)))).toEqual([]);
  },
);

it('there are such labs', () => {
  expect(catalogue.flatMap(({ id }) => sampledBy(id)).length).toBeGreaterThan(8);
});

it('a sample goes by its name in both languages, where it has one; the trace holds the names of what is in it', () => {
  const writer = openTrace(() => 0);
  for (const series of ['ghosts', 'other']) writer.note({ kind: 'sample', series, value: 3 });
  const { events } = writer.finish();
  const series = seriesIn(events, { ghosts: { ko: '유령', en: 'people' }, never: { ko: '', en: '' } });
  expect(series).toEqual([{ id: 'ghosts', label: { ko: '유령', en: 'people' } }]);
  const { header } = traceOf(events, 1);
  const said = (lang: 'ko' | 'en') => events.map(sayer({ ...header, series }, lang));
  expect(said('en')).toEqual(['people = 3', 'other = 3']);
  expect(said('ko')).toEqual(['유령 = 3', 'other = 3']);
});
