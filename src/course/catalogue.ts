import { loadTracks as importTracks } from '../../labs/index.ts';
import { exitCodes, LabError } from '../core/errors.ts';
import type { AnyLab } from '../core/lab.ts';
import type { RunRecord } from '../core/record.ts';
import type { Program, Service } from '../core/service.ts';
import type { Track } from '../core/track.ts';
import type { LabIntro, Report } from '../report/report.ts';
import { claims } from './claims.ts';
import { findingsOf } from './findings.ts';
import { type CatalogueEntry, catalogue } from './labs.ts';
import { meant } from './nearest.ts';
import { currentRecord } from './older-records.ts';

export { type CatalogueEntry, catalogue };

export async function loadLab(id: string): Promise<{ entry: CatalogueEntry; lab: AnyLab }> {
  const entry = catalogue.find((candidate) => candidate.id === id);
  if (entry) return { entry, lab: (await entry.load()).default };
  const ids = catalogue.map((known) => known.id);
  throw new LabError(exitCodes.usage, {
    what: { ko: `'${id}' 실험은 없어요.`, en: `There is no lab '${id}'.` },
    why: meant(id, ids, {
      ko: `지금 있는 실험: ${ids.join(', ')}`,
      en: `The labs there are: ${ids.join(', ')}`,
    }),
    next: {
      ko: 'redis-lab list (밖에 있는 실험이라면 --labs로 폴더를 알려 주세요)',
      en: 'redis-lab list (for a lab from outside: --labs and its folder)',
    },
  });
}

export async function loadTracks(): Promise<readonly Track[]> {
  return (await importTracks()).tracks;
}

export function introOf(entry: CatalogueEntry, lab: AnyLab): LabIntro {
  const { id, question, picture } = lab;
  return { id, title: entry.title, question, picture, claims: claimsOf(lab) };
}

/** The claims that a lab tests, in the order in which it tells them. */
export function claimsOf(lab: AnyLab): string[] {
  return Object.keys(lab.judges).filter((name) => name in claims);
}

const mostTries = 2;

/** Judges a record and puts beside it all that a renderer needs. */
export function reportOf(
  entry: CatalogueEntry,
  lab: AnyLab,
  saved: RunRecord,
  recordFile: string | null,
  program = 'redis-lab',
): Report {
  const next = catalogue[catalogue.indexOf(entry) + 1];
  const record = currentRecord(lab, saved);
  return {
    lab: introOf(entry, lab),
    record,
    findings: record.outcome === 'completed' ? findingsOf(lab, record) : null,
    recordFile,
    program,
    tryNext: lab.tryNext
      .filter(({ done }) => !done?.(record.params as never))
      .slice(0, mostTries)
      .map(({ command, look }) => ({ command, look })),
    nextLab: next ? { id: next.id, title: next.title } : null,
  };
}

export function programsOf(labs: readonly AnyLab[], params?: Readonly<Record<string, unknown>>): Program[] {
  const services = labs.flatMap((lab) => Object.values(lab.services) as Service<unknown>[]);
  const needed = services.filter(({ when }) => !when || !params || when(params));
  const acts = labs.flatMap((lab) => lab.acts.flatMap(({ needs = [] }) => needs));
  const programs = [
    ...[...needed, ...labs].flatMap((owner) => owner.programs ?? []),
    ...acts.filter((need) => need !== 'private-redis'),
  ];
  return [...new Map(programs.map((program) => [program.name, program])).values()];
}

export async function loadAllLabs(): Promise<AnyLab[]> {
  return await Promise.all(catalogue.map(async (entry) => (await entry.load()).default));
}
