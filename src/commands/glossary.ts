import { exitCodes, LabError } from '../core/errors.ts';
import { same } from '../core/text.ts';
import { glossary as allTerms, entriesLike } from '../course/glossary.ts';
import { calledAs } from '../render/commands.ts';
import { renderTerms, renderWords } from '../render/terminal/glossary.ts';
import { type Io, pageOf } from '../terminal/io.ts';

/** `redis-lab glossary [term]`: the words that the lessons use, or what one of them means. */
export async function glossary(
  io: Io,
  word: string | undefined,
  flags: { readonly color: boolean; readonly ascii?: boolean },
): Promise<void> {
  const page = pageOf(process.stdout, io.lang, flags);
  const program = calledAs(process.env);
  if (word === undefined) return await io.out(renderWords(Object.entries(allTerms), page));
  const found = entriesLike(word);
  if (found.length === 0) throw noSuchTerm(word);
  await io.out(
    renderTerms(
      found.map(([, entry]) => entry),
      program,
      page,
    ),
  );
}

function noSuchTerm(word: string): LabError {
  return new LabError(exitCodes.usage, {
    what: { ko: `용어집에 없는 말이에요: ${word}`, en: `The glossary has no such word: ${word}` },
    why: {
      ko: '한국어, 영어, 또는 그 일부로 찾아요.',
      en: 'It is searched in Korean and in English, also by a part of a word.',
    },
    next: same('redis-lab glossary'),
  });
}
