import type { Text } from '../core/text.ts';
import { type Progress, progressOf } from '../course/progress.ts';
import { progressFile, readNotes } from '../course/progress-store.ts';
import type { Io } from '../terminal/io.ts';

/** How far the learner is. What is damaged costs only itself, and a line says so. */
export async function progressNow(io: Io): Promise<Progress> {
  const { notes, torn, setAside } = await readNotes();
  if (setAside !== null) io.err(`  ! ${asideText[io.lang]}: ${setAside}\n`);
  if (torn > 0) io.err(`  ! ${tornText(torn)[io.lang]}: ${progressFile()}\n`);
  return progressOf(notes);
}

const asideText: Text = {
  ko: '읽을 수 없는 학습 기록을 옮겨 두었어요',
  en: 'A progress log that could not be read was set aside',
};

function tornText(lines: number): Text {
  return {
    ko: `학습 기록에서 망가진 줄 ${lines}개를 건너뛰었어요`,
    en: `${lines === 1 ? 'A damaged line' : `${lines} damaged lines`} of the progress log ${lines === 1 ? 'was' : 'were'} passed over`,
  };
}
