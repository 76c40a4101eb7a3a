import type { Lang } from '../../core/text.ts';
import { claims } from '../claims.ts';
import { entryNamed } from '../glossary.ts';
import { type Fault, faultsAt } from './fault.ts';
import { linkedFiles, proseLines } from './markdown.ts';
import { rangeFaults, ratioFaults, zeroFaults } from './sentences.ts';
import { wrongTerms } from './terms.ts';

/** What is wrong with the prose of a Markdown file in this language. */
export function proseFaults(file: string, markdown: string, lang: Lang): Fault[] {
  return proseLines(markdown).flatMap(({ number, text }) =>
    faultsAt(file, `line ${number}`, [
      ...misquotedClaims(text, lang),
      ...unknownTerms(text, lang),
      ...(lang === 'ko' ? koreanLineFaults(text) : []),
    ]),
  );
}

function koreanLineFaults(line: string): string[] {
  const inTable = line.startsWith('|');
  return [
    ...wrongTerms(line),
    ...zeroFaults(line),
    ...rangeFaults(line),
    ...(inTable ? [] : ratioFaults(line)),
  ];
}

/** A claim has one wording: `C20 "…"` quotes it to the letter. */
function misquotedClaims(line: string, lang: Lang): string[] {
  return [...line.matchAll(/\b(C\d\d) "([^"]*)"/g)].flatMap(([, id = '', quoted = '']) => {
    const claim = claims[id];
    if (claim === undefined) return [`there is no claim ${id}`];
    return claim[lang] === quoted ? [] : [`${id} is "${claim[lang]}"`];
  });
}

/** `[[term]]` names an entry of the glossary. */
function unknownTerms(line: string, lang: Lang): string[] {
  return [...line.matchAll(/\[\[(.*?)\]\]/g)].flatMap(([, name = '']) =>
    entryNamed(name, lang) ? [] : [`the glossary has no '${name}'`],
  );
}

/** @param exists whether a path, as it stands in the link, leads somewhere from this file */
export function linkFaults(file: string, markdown: string, exists: (path: string) => boolean): Fault[] {
  return linkedFiles(markdown)
    .filter((link) => !exists(link.file))
    .map((link) => ({
      where: file,
      path: `line ${link.number}`,
      fault: `leads to ${link.file}, which is not there`,
    }));
}
