import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes, LabError } from '../core/errors.ts';
import { same } from '../core/text.ts';
import { loadLab } from '../course/catalogue.ts';
import { meant } from '../course/nearest.ts';
import { packageRoot } from '../package-info.ts';
import { renderLesson } from '../render/terminal/lesson.ts';
import { type Io, pageOf } from '../terminal/io.ts';

/** `redis-lab lesson <lab> [act]`: the guide that belongs to a lab, or to one act of it. */
export async function lesson(
  io: Io,
  id: string,
  act: string | undefined,
  flags: { readonly color: boolean; readonly ascii?: boolean },
): Promise<void> {
  const { entry } = await loadLab(id);
  const folder = entry.folder ?? join(packageRoot, 'labs', id);
  const guide = await readFile(join(folder, `guide.${io.lang}.md`), 'utf8');
  const text = renderLesson(guide, act ?? null, pageOf(process.stdout, io.lang, flags));
  if (text === null) throw noSuchPart(id, act ?? '', guide);
  await io.out(text);
}

function noSuchPart(id: string, act: string, guide: string): LabError {
  const parts = [...guide.matchAll(/\{#([\w-]+)\}/g)].map(([, part = '']) => part);
  return new LabError(exitCodes.usage, {
    what: { ko: `학습 노트에 '${act}' 부분이 없어요.`, en: `The lesson has no part '${act}'.` },
    why: meant(act, parts, {
      ko: `있는 부분: ${parts.join(', ')}`,
      en: `The parts there are: ${parts.join(', ')}`,
    }),
    next: same(`redis-lab lesson ${id}`),
  });
}
