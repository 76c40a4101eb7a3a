import { expect, it } from 'vitest';
import { notesOnce } from '../../src/render/notes-once.ts';
import type { TableBlock } from '../../src/report/blocks.ts';
import type { ActFindings } from '../../src/report/findings.ts';
import { findings } from './fixture.ts';

const note = (text: string) => ({ ko: text, en: text });

it('a note that stands below one table is not repeated below another, nor in another act', () => {
  const table = findings.acts
    .flatMap(({ blocks }) => blocks)
    .find(({ kind }) => kind === 'table') as TableBlock;
  const act = (...notes: string[][]): ActFindings => ({
    ...(findings.acts[0] as ActFindings),
    blocks: notes.map((texts) => ({ ...table, notes: texts.map(note) })),
  });
  const said = notesOnce([act(['a', 'b'], ['a', 'c']), act(['c', 'a'], ['d'])]).map(({ blocks }) =>
    blocks.map((block) => (block as TableBlock).notes?.map(({ en }) => en)),
  );
  expect(said).toEqual([
    [['a', 'b'], ['c']],
    [[], ['d']],
  ]);
});
