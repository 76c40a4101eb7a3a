import { exitCodes, LabError } from '../core/errors.ts';
import { same } from '../core/text.ts';
import { glossary as allTerms, entriesLike } from '../course/glossary.ts';
import { meant } from '../course/nearest.ts';
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
  const names = Object.entries(allTerms).flatMap(([id, { term }]) => [id, alone(term.ko), alone(term.en)]);
  return new LabError(exitCodes.usage, {
    what: { ko: `용어집에 없는 말이에요: ${word}`, en: `The glossary has no such word: ${word}` },
    why: meant(word, names, {
      ko: '한국어, 영어, 또는 그 일부로 찾아요.',
      en: 'It is searched in Korean and in English, also by a part of a word.',
    }),
    next: same('redis-lab glossary'),
  });
}

/** A word without the other one in brackets: 팬아웃 of 팬아웃(fan-out). */
function alone(term: string): string {
  return term.replace(/ ?\(.*/, '');
}
