// Reads what the rules look at: the labs and their records, the guides, the READMEs, the sources.
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf } from '../../core/errors.ts';
import type { AnyLab } from '../../core/lab.ts';
import type { RunRecord } from '../../core/record.ts';
import type { Scene } from '../../core/scene.ts';
import type { Lang, Text } from '../../core/text.ts';
import { loadTracks } from '../catalogue.ts';
import { claims } from '../claims.ts';
import { findingsOf } from '../findings.ts';
import { glossary } from '../glossary.ts';
import { catalogue } from '../labs.ts';
import { currentRecord } from '../older-records.ts';
import type { OutsideLab } from '../outside-labs.ts';
import type { Fault } from './fault.ts';
import { guideFaults } from './guides.ts';
import { findingsFaults, labFaults, sceneFaults, textFaults } from './lab.ts';
import { type LoadedLab, labTable, labTableFaults, withLabTable } from './lab-table.ts';
import { staleParticles } from './particles.ts';
import { linkFaults, proseFaults } from './prose.ts';
import { sourceFaults } from './sources.ts';
import { tracksFaults } from './tracks.ts';

export interface House {
  readonly labs: readonly LoadedLab[];
  readonly faults: readonly Fault[];
}

const readmes: readonly (readonly [file: string, lang: Lang])[] = [
  ['README.md', 'en'],
  ['README.ko.md', 'ko'],
];

/**
 * Everything that is wrong with what people read, and the labs that could be loaded.
 * @param root the folder of package.json
 */
export async function inspectHouse(root: string): Promise<House> {
  const { labs, faults } = await loadLabs();
  const perLab = await Promise.all(labs.map(({ lab }) => faultsOfLab(root, `labs/${lab.id}`, lab)));
  return {
    labs,
    faults: [
      ...faults,
      ...textFaults('catalogue', Object.fromEntries(catalogue.map(({ id, title }) => [id, title]))),
      ...textFaults('claims', claims),
      ...textFaults('glossary', glossary),
      ...glossaryFaults(labs.map(({ lab }) => lab)),
      ...perLab.flat(),
      ...tracksFaults(
        await loadTracks(),
        labs.map(({ lab }) => lab),
      ),
      ...(await faultsOfReadmes(root, labs)),
      ...(await faultsOfSources(root)),
    ],
  };
}

/** Each term leads to a lab that is there, or to an act of it. */
function glossaryFaults(labs: readonly AnyLab[]): Fault[] {
  return Object.entries(glossary).flatMap(([id, { shownBy }]) => {
    const [lab, act] = shownBy.split(' ');
    const found = labs.find((one) => one.id === lab);
    const there = found && (act === undefined || found.acts.some((one: { id: string }) => one.id === act));
    return there ? [] : [{ where: 'glossary', path: id, fault: shownByNone(shownBy) }];
  });
}

const shownByNone = (shownBy: string): Text => ({
  ko: `이것을 보여 준다는 '${shownBy}' 막이나 실험이 없어요`,
  en: `is shown by '${shownBy}', which is not there`,
});

/** Puts the table of the catalogue into both READMEs; not while a lab is missing in it. */
export async function writeLabTables(root: string, labs: readonly LoadedLab[]): Promise<void> {
  if (labs.length < catalogue.length) return;
  for (const [file, lang] of readmes) {
    const readme = await read(root, file);
    await writeFile(join(root, file), withLabTable(readme, labTable(labs, lang)));
  }
}

async function loadLabs(): Promise<{ labs: LoadedLab[]; faults: Fault[] }> {
  const labs: LoadedLab[] = [];
  const faults: Fault[] = [];
  for (const entry of catalogue) {
    try {
      const { default: lab } = await entry.load();
      if (lab.id === entry.id) labs.push({ entry, lab });
      else
        faults.push(
          inIndex(entry.id, { ko: `다른 이름이 적혀 있어요: '${lab.id}'`, en: `names itself '${lab.id}'` }),
        );
    } catch (error) {
      const why = messageOf(error);
      faults.push(inIndex(entry.id, { ko: `불러오지 못해요: ${why}`, en: `does not load: ${why}` }));
    }
  }
  return { labs, faults };
}

function inIndex(where: string, fault: Text): Fault {
  return { where, path: 'index.ts', fault };
}

/** A lab from outside the package, by its folder: its texts, what stands in its about.ts and in its sources. */
export async function faultsOfOutside({ entry, lab, claims }: OutsideLab): Promise<Fault[]> {
  const [root, folder] = [dirname(entry.folder), basename(entry.folder)];
  const files = await sourcesIn(root, folder);
  return [
    ...textFaults(`${folder}/about.ts`, { title: entry.title, claims }),
    ...(await faultsOfLab(root, folder, lab)),
    ...(await Promise.all(files.map(async (file) => sourceFaults(file, await read(root, file))))).flat(),
  ];
}

async function faultsOfLab(root: string, folder: string, lab: AnyLab): Promise<Fault[]> {
  const missing = ['ko', 'en']
    .map((lang) => `guide.${lang}.md`)
    .filter((name) => !existsSync(join(root, folder, name)));
  if (missing.length > 0) {
    const fault = { ko: '파일이 없어요', en: 'is not there' };
    return [...labFaults(lab), ...missing.map((path) => ({ where: folder, path, fault }))];
  }
  const guide: Text = {
    ko: await read(root, `${folder}/guide.ko.md`),
    en: await read(root, `${folder}/guide.en.md`),
  };
  const acts = lab.acts.map(({ id }) => id);
  const scene: Pick<Scene<unknown>, 'ladder'> | undefined = await lab.live?.();
  return [
    ...labFaults(lab),
    ...textFaults(lab.id, { live: scene }),
    ...(scene ? sceneFaults(lab.id, scene.ladder) : []),
    ...(await faultsOfRecords(root, lab)),
    ...guideFaults(folder, guide, acts),
    ...(['ko', 'en'] as const).flatMap((lang) =>
      faultsOfMarkdown(root, `${folder}/guide.${lang}.md`, guide[lang], lang),
    ),
  ];
}

/** The records that the tests keep show what the lab says in the end. */
async function faultsOfRecords(root: string, lab: AnyLab): Promise<Fault[]> {
  const names = ['record.v1.json', 'record.json'].map((name) => `test/labs/${lab.id}/${name}`);
  const found = names.filter((name) => existsSync(join(root, name)));
  const faults = await Promise.all(
    found.map(async (name) => {
      const saved = JSON.parse(await read(root, name)) as RunRecord;
      try {
        return findingsFaults(lab.id, findingsOf(lab, currentRecord(lab, saved)));
      } catch (error) {
        const why = messageOf(error);
        const fault = { ko: `판정할 수 없어요: ${why}`, en: `cannot be judged: ${why}` };
        return [{ where: lab.id, path: name, fault }];
      }
    }),
  );
  return faults.flat();
}

async function faultsOfReadmes(root: string, labs: readonly LoadedLab[]): Promise<Fault[]> {
  const faults = await Promise.all(
    readmes.map(async ([file, lang]) => {
      const readme = await read(root, file);
      return [
        ...faultsOfMarkdown(root, file, readme, lang),
        ...(labs.length < catalogue.length ? [] : labTableFaults(file, readme, labTable(labs, lang))),
      ];
    }),
  );
  return faults.flat();
}

function faultsOfMarkdown(root: string, file: string, markdown: string, lang: Lang): Fault[] {
  const exists = (path: string) => existsSync(join(root, dirname(file), path));
  return [...proseFaults(file, markdown, lang), ...linkFaults(file, markdown, exists)];
}

async function faultsOfSources(root: string): Promise<Fault[]> {
  const files = (await Promise.all(['src', 'labs'].map((folder) => sourcesIn(root, folder)))).flat();
  const sources = await Promise.all(files.map((file) => read(root, file)));
  return [
    ...files.flatMap((file, index) => sourceFaults(file, sources[index] as string)),
    ...staleParticles(sources).map((snippet) => ({
      where: 'src/course/check/particles.ts',
      path: snippet,
      fault: { ko: '이제 어느 소스에도 없어요', en: 'stands in no source any more' },
    })),
  ];
}

/** Without the rules themselves, which have to name what they forbid. */
async function sourcesIn(root: string, folder: string): Promise<string[]> {
  const files = await readdir(join(root, folder), { recursive: true });
  return files
    .map((file) => `${folder}/${file}`)
    .filter((file) => file.endsWith('.ts') && !file.startsWith('src/course/check/'))
    .sort();
}

async function read(root: string, file: string): Promise<string> {
  return await readFile(join(root, file), 'utf8');
}
