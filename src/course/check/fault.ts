import type { Lang, Text } from '../../core/text.ts';

/** Something that a reader would stumble over, and where it stands. */
export interface Fault {
  /** A file, or a lab whose texts are checked as they are shown. */
  readonly where: string;
  /** A line of the file, or the way to the text in the lab. */
  readonly path: string;
  readonly fault: Text;
}

export function showFault({ where, path, fault }: Fault, lang: Lang): string {
  return `${where}: ${path}: ${fault[lang]}`;
}

/** The faults of one place. */
export function faultsAt(where: string, path: string, faults: readonly Text[]): Fault[] {
  return faults.map((fault) => ({ where, path, fault }));
}
