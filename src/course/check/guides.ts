import type { Text } from '../../core/text.ts';
import { type Fault, faultsAt } from './fault.ts';
import { codeBlocks, type Heading, headings, proseLines } from './markdown.ts';
import { actNumberFaults } from './sentences.ts';

/** What keeps the two guides of a lab apart, or from their lab. */
export function guideFaults(folder: string, guide: Text, acts: readonly string[]): Fault[] {
  const files = { ko: `${folder}/guide.ko.md`, en: `${folder}/guide.en.md` } as const;
  return [
    ...headingFaults(files.en, headings(guide.ko), headings(guide.en)),
    ...codeFaults(files.en, codeBlocks(guide.ko), codeBlocks(guide.en)),
    ...(['ko', 'en'] as const).flatMap((lang) => [
      ...actHeadingFaults(files[lang], headings(guide[lang]), acts),
      ...proseLines(guide[lang]).flatMap(({ number, text }) =>
        faultsAt(files[lang], `line ${number}`, actNumberFaults(text)),
      ),
    ]),
  ];
}

function headingFaults(where: string, ko: readonly Heading[], en: readonly Heading[]): Fault[] {
  const at = firstDifference(ko.map(showHeading), en.map(showHeading));
  if (at === null) return [];
  const said = (list: readonly Heading[]) => (list[at] ? `'${showHeading(list[at])}'` : 'none');
  const fault = {
    ko: `한국어에는 ${said(ko)}, 영어에는 ${said(en)}`,
    en: `Korean has ${said(ko)}, English ${said(en)}`,
  };
  return [{ where, path: `heading ${at + 1}`, fault }];
}

function showHeading({ level, id }: Heading): string {
  return `${'#'.repeat(level)}${id === null ? '' : ` {#${id}}`}`;
}

function codeFaults(where: string, ko: readonly string[], en: readonly string[]): Fault[] {
  const at = firstDifference(ko, en);
  return at === null ? [] : [{ where, path: `code block ${at + 1}`, fault: notTheSame }];
}

const notTheSame: Text = {
  ko: '한국어 guide에 있는 것과 달라요',
  en: 'is not the same in the Korean guide',
};

function firstDifference(one: readonly string[], other: readonly string[]): number | null {
  const longest = one.length > other.length ? one : other;
  const at = longest.findIndex((_, index) => one[index] !== other[index]);
  return at < 0 ? null : at;
}

function actHeadingFaults(where: string, list: readonly Heading[], acts: readonly string[]): Fault[] {
  const missing = acts.filter((act) => !list.some(({ id }) => id === act));
  return missing.map((act) => ({
    where,
    path: `{#${act}}`,
    fault: { ko: `'${act}' 막의 제목이 없어요`, en: `no heading for the act '${act}'` },
  }));
}
