import type { Block } from '../report/blocks.ts';
import type { ActFindings } from '../report/findings.ts';

/** The acts as they are read one after the other: what a note has said below one table it does not say again. */
export function notesOnce(acts: readonly ActFindings[]): ActFindings[] {
  const said = new Set<string>();
  const isNew = (words: string) => !said.has(words) && said.add(words);
  const once = (block: Block): Block =>
    block.kind === 'table' && block.notes
      ? { ...block, notes: block.notes.filter(({ en }) => isNew(en)) }
      : block;
  return acts.map((act) => ({ ...act, blocks: act.blocks.map(once) }));
}
