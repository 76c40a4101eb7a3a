import { access, constants, open, readlink, realpath, stat, writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { dirname, resolve } from 'node:path';
import { exitCodes, LabError } from '../core/errors.ts';
import { systemWords } from '../core/system-words.ts';
import type { Text } from '../core/text.ts';
import { cannotWrite, writeWhole } from '../course/write-whole.ts';

/**
 * Looks at `--out` before the experiment: better to fail now than after the work.
 * @throws LabError (usage)
 */
export async function checkOut(file: string, flag = '--out'): Promise<void> {
  try {
    const { there, target } = await lookAt(file);
    if (there?.isDirectory()) throw new Error(`EISDIR: ${file}`);
    // With the dot a file in the place of the folder is refused too.
    await access(there?.isFile() === false ? file : `${dirname(target)}/.`, constants.W_OK);
  } catch (error) {
    throw new LabError(exitCodes.usage, {
      what: {
        ko: `${flag} 파일을 쓸 수 없어요: ${file}`,
        en: `The file of ${flag} cannot be written: ${file}`,
      },
      why: systemWords(error),
      next: {
        ko: `이미 있는 폴더 안의 파일 이름을 알려 주세요: ${flag} result${flag === '--hdr' ? '.hgrm' : '.md'}`,
        en: `Name a file in a folder that exists: ${flag} result${flag === '--hdr' ? '.hgrm' : '.md'}`,
      },
    });
  }
}

/** What a shell's `>` gives a new file, before the umask. */
const newFileMode = 0o666;

/** Writes as a shell's `>` would, but whole: through a link, into a device or a pipe, and a file keeps its mode. */
export async function writeOut(file: string, text: string): Promise<void> {
  const { there, target } = await lookAt(file);
  try {
    if (there?.isFIFO()) await writePipe(file, text);
    else if (there && !there.isFile()) await writeFile(file, text);
  } catch (error) {
    throw cannotWrite(file, error, advice);
  }
  if (there?.isFile() ?? true)
    await writeWhole(target, text, there ? there.mode & 0o7777 : newFileMode & ~process.umask(), advice);
}

/** What is there, and the file that the name leads to. */
async function lookAt(file: string) {
  const there = await stat(file).catch(() => null);
  return { there, target: there ? await realpath(file) : await behindLinks(file) };
}

/** Where a link leads that has no file at its end yet. */
async function behindLinks(file: string, hopsLeft = 40): Promise<string> {
  const next = await readlink(file).catch(() => null);
  return next === null || hopsLeft === 0 ? file : behindLinks(resolve(dirname(file), next), hopsLeft - 1);
}

/** Opening a pipe waits for a reader, and only kill -9 ends that: without one it is said at once. */
async function writePipe(file: string, text: string): Promise<void> {
  const pipe = await open(file, constants.O_WRONLY | constants.O_NONBLOCK).catch((error) => {
    throw error.code === 'ENXIO' ? new Error(`ENXIO: nobody reads the pipe ${file}`) : error;
  });
  await new Promise<void>((resolve, reject) => {
    const socket = new Socket({ fd: pipe.fd, readable: false, writable: true });
    socket.once('error', reject).end(text, resolve);
  });
}

const advice: Text = {
  ko: '디스크 공간을 확보한 뒤 저장된 기록을 다시 내보내세요: redis-lab show last --md',
  en: 'Free some space and export the saved record again: redis-lab show last --md',
};
