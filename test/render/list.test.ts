import { expect, it } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import { claimsOf } from '../../src/course/catalogue.ts';
import { claims } from '../../src/course/claims.ts';
import { renderList } from '../../src/render/terminal/list.ts';
import { brokenJoints, langs, linesWiderThan, pageOf } from './page.ts';

const labs = await Promise.all(
  catalogue.map(async ({ id, title, load }) => {
    const tested = claimsOf((await load()).default);
    return { id, title, claims: tested.map((claim) => ({ claim, sentence: claims[claim] ?? title })) };
  }),
);

it.each(langs)('the list is nowhere wider than the page, and breaks nothing (%s)', (lang) => {
  for (let columns = 40; columns <= 140; columns += 1) {
    const text = renderList(labs, pageOf({ lang, columns }));
    expect(linesWiderThan(columns, text)).toEqual([]);
    expect(brokenJoints(text)).toEqual([]);
    const flat = text.replace(/\s+/g, '');
    for (const { id, title, claims } of labs)
      for (const words of [id, title[lang], ...claims.map(({ sentence }) => sentence[lang])])
        expect(flat).toContain(words.replace(/\s+/g, ''));
  }
});

it('a line that parts a figure from its unit, or a command, is found', () => {
  const planted = ['12.3\nms', '약\n12', 'redis-lab\n  pubsub', 'redis-lab pubsub\n  --gap 5', '--gap\n5'];
  const intervals = ['95%\n신뢰구간 1.2~3배', 'in 95% interval\n(1.2–3 ×)'];
  for (const text of [...planted, ...intervals]) expect(brokenJoints(text), text).toHaveLength(1);
  expect(brokenJoints('12.3 ms\nand then 5\nseconds')).toEqual([]);
});
