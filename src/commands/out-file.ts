import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { exitCodes, LabError, messageOf } from '../core/errors.ts';
import { same, type Text } from '../core/text.ts';
import { cannotWrite, writeWhole } from '../course/run-store.ts';

/**
 * Looks at `--out` before the experiment: better to fail now than after the work.
 * @throws LabError (usage)
 */
export async function checkOut(file: string, flag = '--out'): Promise<void> {
  try {
    // With the dot a file in the place of the folder is refused too.
    await access(`${dirname(file)}/.`, constants.W_OK);
    const there = await stat(file).catch(() => null);
    if (there?.isDirectory()) throw new Error(`EISDIR: ${file}`);
  } catch (error) {
    throw new LabError(exitCodes.usage, {
      what: {
        ko: `${flag} 파일을 쓸 수 없어요: ${file}`,
        en: `The file of ${flag} cannot be written: ${file}`,
      },
      why: same(messageOf(error)),
      next: {
        ko: `이미 있는 폴더 안의 파일 이름을 알려 주세요: ${flag} result${flag === '--hdr' ? '.hgrm' : '.md'}`,
        en: `Name a file in a folder that exists: ${flag} result${flag === '--hdr' ? '.hgrm' : '.md'}`,
      },
    });
  }
}

export async function writeOut(file: string, text: string): Promise<void> {
  const there = await stat(file).catch(() => null);
  // A device or a pipe (/dev/null, /dev/stdout) is written to; a file beside it would take its place.
  if (there?.isFile() ?? true) await writeWhole(file, text, { advice });
  else {
    await writeFile(file, text).catch((error) => {
      throw cannotWrite(file, error, advice);
    });
  }
}

const advice: Text = {
  ko: '디스크 공간을 확보한 뒤 저장된 기록을 다시 내보내세요: redis-lab show last --format md',
  en: 'Free some space and export the saved record again: redis-lab show last --format md',
};
