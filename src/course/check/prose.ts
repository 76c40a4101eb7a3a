import type { Lang, Text } from '../../core/text.ts';
import { claims } from '../claims.ts';
import { entryNamed } from '../glossary.ts';
import { type Fault, faultsAt } from './fault.ts';
import { noClaim } from './lab.ts';
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

function koreanLineFaults(line: string): Text[] {
  const inTable = line.startsWith('|');
  return [
    ...wrongTerms(line),
    ...zeroFaults(line),
    ...rangeFaults(line),
    ...(inTable ? [] : ratioFaults(line)),
  ];
}

/** A claim has one wording: `C20 "…"` quotes it to the letter. */
function misquotedClaims(line: string, lang: Lang): Text[] {
  return [...line.matchAll(/\b(C\d\d) "([^"]*)"/g)].flatMap(([, id = '', quoted = '']) => {
    const claim = claims[id];
    if (claim === undefined) return [noClaim(id)];
    return claim[lang] === quoted
      ? []
      : [{ ko: `${id} 주장은 "${claim[lang]}"`, en: `${id} is "${claim[lang]}"` }];
  });
}

/** `[[term]]` names an entry of the glossary. */
function unknownTerms(line: string, lang: Lang): Text[] {
  return [...line.matchAll(/\[\[(.*?)\]\]/g)].flatMap(([, name = '']) =>
    entryNamed(name, lang)
      ? []
      : [{ ko: `용어집에 '${name}' 항목이 없어요`, en: `the glossary has no '${name}'` }],
  );
}

/** @param exists whether a path, as it stands in the link, leads somewhere from this file */
export function linkFaults(file: string, markdown: string, exists: (path: string) => boolean): Fault[] {
  return linkedFiles(markdown)
    .filter((link) => !exists(link.file))
    .map((link) => ({
      where: file,
      path: `line ${link.number}`,
      fault: {
        ko: `${link.file} 파일이 없어요`,
        en: `leads to ${link.file}, which is not there`,
      },
    }));
}
