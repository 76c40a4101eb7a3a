// The labs of a study group, from a folder of their own. What is broken is left out with the reason, and hides nobody else.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { exitCodes, LabError, messageOf } from '../core/errors.ts';
import type { AnyLab } from '../core/lab.ts';
import { systemWords } from '../core/system-words.ts';
import { same, type Text } from '../core/text.ts';
import { claims } from './claims.ts';
import { isId, type Misshapen, misshapenAbout, misshapenLab } from './lab-shape.ts';
import type { CatalogueEntry } from './labs.ts';

export interface OutsideLab {
  readonly entry: CatalogueEntry & { readonly folder: string };
  readonly lab: AnyLab;
  /** The sentences that it brings along. */
  readonly claims: Readonly<Record<string, Text>>;
}

/** A lab that cannot be used, and why: the others can. */
export interface RefusedLab {
  readonly id: string;
  readonly error: LabError;
}

/** Returns what a module exports. */
export type LoadModule = (file: string) => Promise<Readonly<Record<string, unknown>>>;

interface Read {
  readonly labs: readonly OutsideLab[];
  readonly refused: readonly RefusedLab[];
}

/**
 * Reads the labs in a folder, or the one lab that the folder is.
 * @param taken names of commands and of the labs that are there
 * @throws LabError (usage) where there is no lab at all
 */
export async function readOutsideLabs(
  folder: string,
  taken: ReadonlySet<string>,
  load: LoadModule,
): Promise<Read> {
  const labs: OutsideLab[] = [];
  const refused: RefusedLab[] = [];
  for (const one of await foldersOfLabs(resolve(folder))) {
    try {
      labs.push(await readLab(one, taken, [claims, ...labs.map((lab) => lab.claims)], load));
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      refused.push({ id: basename(one), error });
    }
  }
  return { labs, refused };
}

const index = 'index.ts';
const files = [index, 'about.ts', 'guide.ko.md', 'guide.en.md'];

async function foldersOfLabs(folder: string): Promise<string[]> {
  if (existsSync(join(folder, index))) return [folder];
  const names = await readdir(folder).catch((error: unknown) => {
    throw noLabs(folder, systemWords(error));
  });
  const found = names.map((name) => join(folder, name)).filter((path) => existsSync(join(path, index)));
  if (found.length > 0) return found.sort();
  throw noLabs(folder, {
    ko: `그 안에 ${index} 파일이 있는 폴더가 없어요.`,
    en: `No folder in it has an ${index}.`,
  });
}

async function readLab(
  folder: string,
  taken: ReadonlySet<string>,
  known: readonly Readonly<Record<string, Text>>[],
  load: LoadModule,
): Promise<OutsideLab> {
  const id = basename(folder);
  if (!isId(id))
    throw unusable(folder, {
      ko: '폴더 이름은 a-z, 0-9, -로 지어 주세요.',
      en: 'A name takes a-z, 0-9 and -.',
    });
  if (taken.has(id)) {
    throw unusable(folder, {
      ko: `이미 있는 실험이나 명령의 이름이에요: ${id}`,
      en: `There is a lab or command '${id}' already.`,
    });
  }
  const missing = files.find((file) => !existsSync(join(folder, file)));
  if (missing !== undefined)
    throw unusable(folder, { ko: `파일이 없어요: ${missing}`, en: `${missing} is not there.` });
  const about = await loadPart(load, folder, 'about.ts');
  refuse(folder, 'about.ts', misshapenAbout(about));
  const { title, minutes, claims: own } = about as unknown as About;
  const { default: lab } = (await loadPart(load, folder, index)) as { default: AnyLab };
  refuse(folder, index, misshapenLab(lab));
  if (lab.id !== id) {
    throw unusable(folder, {
      ko: `${index}의 id와 폴더 이름이 달라요: ${lab.id}, ${id}`,
      en: `${index} names itself '${lab.id}', its folder '${id}'.`,
    });
  }
  const twice = Object.keys(own).find((claim) => known.some((sentences) => claim in sentences));
  if (twice !== undefined) {
    throw unusable(folder, {
      ko: `이미 있는 주장의 이름이에요: ${twice}. 이 실험만의 이름을 붙여 주세요: ${id}-1`,
      en: `There is a claim ${twice} already: give yours a name of its own, such as '${id}-1'.`,
    });
  }
  return { entry: { id, title, minutes, folder, load: async () => ({ default: lab }) }, lab, claims: own };
}

interface About {
  readonly title: Text;
  readonly minutes: number;
  readonly claims: Readonly<Record<string, Text>>;
}

/** @throws LabError where it does not load: a syntax error, an import that leads nowhere */
async function loadPart(load: LoadModule, folder: string, file: string): ReturnType<LoadModule> {
  try {
    return await load(join(folder, file));
  } catch (error) {
    const said = messageOf(error).replace(/\s+/g, ' ').trim();
    throw unusable(
      folder,
      { ko: `${file}: 불러오지 못해요. ${said}`, en: `${file} does not load: ${said}` },
      error,
    );
  }
}

function refuse(folder: string, file: string, found: Misshapen | null): void {
  if (found === null) return;
  const { path, expected } = found;
  throw unusable(folder, {
    ko: `${file}: ${path}: ${expected.ko}.`,
    en: `${file}: ${path} should be ${expected.en}.`,
  });
}

/** A lab that is left out. */
export function unusable(folder: string, why: Text, cause?: unknown): LabError {
  const explanation = {
    what: { ko: `이 실험은 쓸 수 없어요: ${folder}`, en: `This lab cannot be used: ${folder}` },
    why,
    next: {
      ko: `고치고 나서 확인해 보세요: redis-lab check ${folder}`,
      en: `Mend it, then: redis-lab check ${folder}`,
    },
  };
  return new LabError(exitCodes.usage, explanation, { cause });
}

function noLabs(folder: string, why: Text): LabError {
  return new LabError(exitCodes.usage, {
    what: { ko: `실험 폴더가 아니에요: ${folder}`, en: `There are no labs in ${folder}` },
    why,
    next: same('redis-lab new-lab my-lab'),
  });
}
