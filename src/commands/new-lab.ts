import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { exitCodes, LabError } from '../core/errors.ts';
import { shellWord } from '../core/shell-word.ts';
import { same, type Text } from '../core/text.ts';
import { isId } from '../course/lab-shape.ts';
import { cannotWrite } from '../course/write-whole.ts';
import { packageRoot } from '../package-info.ts';
import type { Io } from '../terminal/io.ts';
import { configuredLabs } from './labs-folder.ts';

const name = 'skeleton';
/** Of the package a lab's title, claims and tests stand elsewhere. */
const onlyOutside = ['about.ts', 'test.ts'];

/**
 * `redis-lab new-lab <id>`: the skeleton of a lab, which runs at once. In a clone it is one of the package.
 * @param commands what cannot be the name of a lab, labs among them
 */
export async function newLab(
  io: Io,
  id: string,
  given: string | undefined,
  commands: readonly string[],
): Promise<void> {
  refuseName(id, commands);
  const inHouse = given === undefined && existsSync('src/kit/run.ts') && existsSync('labs/index.ts');
  const labs = given ?? (inHouse ? 'labs' : (configuredLabs() ?? 'labs'));
  const folder = join(labs, id);
  if (existsSync(folder)) throw occupied(folder);
  await write(folder, id, inHouse).catch(async (error) => {
    await rm(folder, { recursive: true, force: true }).catch(() => {}); // Half a lab is none.
    throw cannotWrite(resolve(folder), error, elsewhere);
  });
  await io.out(`${(inHouse ? nextInHouse(id) : nextOutside(folder, id, labs))[io.lang]}\n`);
}

async function write(folder: string, id: string, inHouse: boolean): Promise<void> {
  const from = join(packageRoot, 'labs', name);
  const files = await readdir(from, { recursive: true, withFileTypes: true });
  for (const file of files.filter((one) => one.isFile())) {
    const path = join(file.parentPath, file.name).slice(from.length + 1);
    if (inHouse && onlyOutside.includes(path)) continue;
    const text = (await readFile(join(from, path), 'utf8')).replaceAll(name, id);
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), inHouse ? text : text.replace(kit, "'redis-lab/kit/$1'"), {
      flag: 'wx',
    });
  }
}

/** What a lab of the package imports of src; one from outside has it by the package's name. */
const kit = /'(?:\.\.\/)+src\/kit\/(\w+)\.ts'/g;

function nextOutside(folder: string, id: string, labs: string): Text {
  const found = configuredLabs() === labs;
  const commands = found
    ? `  redis-lab ${id}\n  redis-lab check`
    : `  redis-lab ${id} --labs ${shellWord(labs)}\n  redis-lab check ${shellWord(labs)}`;
  const hint = `"redis-lab": { "labs": "${labs}" }`;
  return {
    ko: `${folder}에 실험을 만들었어요. 이대로 실행돼요.\n${commands}\n주장은 about.ts, 하는 일은 acts/, 판정은 judge/에 있어요.${found ? '' : `\n--labs를 빼고 싶으면 package.json에 적어 두세요: ${hint}`}`,
    en: `${folder} is a lab that runs as it is.\n${commands}\nIts claim stands in about.ts, what it does in acts/, its verdict in judge/.${found ? '' : `\nTo leave out --labs, say in package.json: ${hint}`}`,
  };
}

function nextInHouse(id: string): Text {
  const text = `  labs/index.ts         { id: '${id}', title: …, minutes: 5, load: () => import('./${id}/index.ts') },
  src/course/claims.ts  '${id}-1': …
  test/labs/${id}/`;
  return {
    ko: `labs/${id}에 실험을 만들었어요. 이제 이 줄과 테스트를 더하세요.\n${text}\n  npm run labs:check -- --write`,
    en: `labs/${id} is a lab. Now add these lines, and its tests.\n${text}\n  npm run labs:check -- --write`,
  };
}

function refuseName(id: string, commands: readonly string[]): void {
  if (isId(id) && !commands.includes(id) && id !== name) return;
  throw new LabError(exitCodes.usage, {
    what: { ko: `실험에 쓸 수 없는 이름이에요: '${id}'`, en: `A lab cannot be called '${id}'.` },
    why: isId(id)
      ? { ko: '이미 있는 실험이나 명령의 이름이에요.', en: 'There is a lab or a command of that name.' }
      : {
          ko: 'a-z로 시작하고 a-z, 0-9, -만 쓸 수 있어요.',
          en: 'It begins with a-z and takes a-z, 0-9 and -.',
        },
    next: same('redis-lab new-lab my-counter'),
  });
}

function occupied(folder: string): LabError {
  return new LabError(exitCodes.usage, {
    what: { ko: `이미 있는 폴더예요: ${folder}`, en: `${folder} is there already.` },
    why: { ko: '있는 파일은 덮어쓰지 않아요.', en: 'Nothing that is there is overwritten.' },
    next: {
      ko: '다른 이름을 쓰거나 --labs로 다른 폴더를 알려 주세요.',
      en: 'Take another name, or another folder by --labs.',
    },
  });
}

const elsewhere: Text = {
  ko: '쓸 수 있는 폴더에서 하거나 --labs로 알려 주세요.',
  en: 'Go to a folder that can be written, or name one with --labs.',
};
