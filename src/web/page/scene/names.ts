import { same, type Text } from '../../../core/text.ts';
import type { TraceHeader } from '../../../core/trace.ts';
import type { Slice } from '../../../replay/slices.ts';
import type { Report } from '../../../report/report.ts';
import { words } from '../words.ts';

/** What the lab calls an act; its id where it says nothing of it. */
export function nameOfAct({ findings }: Report, id: string): Text {
  const act = findings?.acts.find((one) => one.id === id);
  if (!act) return same(id);
  return { ko: `${act.number}막 ${act.title.ko}`, en: `Act ${act.number} ${act.title.en}` };
}

/** What the act's tables call an arm, whose rows go by its id; else what the lab calls it. */
export function nameOfArm({ findings }: Report, { arms = [] }: TraceHeader, { act, arm }: Slice): Text {
  if (arm === null) return words.wholeAct;
  const blocks = findings?.acts.find(({ id }) => id === act)?.blocks ?? [];
  const tables = blocks.filter((block) => block.kind === 'table');
  const table = tables.find(({ rows }) => rows.some(({ id }) => id === arm));
  const cell = table?.rows.find(({ id }) => id === arm)?.cells[0] ?? null;
  const title = table?.columns[0]?.title;
  if (typeof cell === 'number' && title) return { ko: `${title.ko} ${cell}`, en: `${title.en} ${cell}` };
  if (typeof cell === 'string') return same(cell);
  if (typeof cell === 'object' && cell !== null) return cell;
  return arms.find(({ id }) => id === arm)?.label ?? same(arm);
}

/** Whether the act calculates where others ask servers. */
export function isModel({ findings }: Report, act: string): boolean {
  return findings?.acts.find(({ id }) => id === act)?.isModel ?? false;
}

/** How far somebody is seen on the maps of an act, in metres; 0 where none of them says. */
export function radiusOf({ findings }: Report, act: string): number {
  const blocks = findings?.acts.find(({ id }) => id === act)?.blocks ?? [];
  return blocks.find((block) => block.kind === 'map')?.radiusM ?? 0;
}
