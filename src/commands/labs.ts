import { type CatalogueEntry, catalogue } from '../../labs/index.ts';
import { exitCodes, LabError } from '../core/errors.ts';
import type { AnyLab } from '../core/lab.ts';
import type { RunRecord } from '../core/record.ts';
import type { Program, Service } from '../core/service.ts';
import { same } from '../core/text.ts';
import type { LabIntro, Report } from '../report/report.ts';

export { type CatalogueEntry, catalogue };

export async function loadLab(id: string): Promise<{ entry: CatalogueEntry; lab: AnyLab }> {
  const entry = catalogue.find((candidate) => candidate.id === id);
  if (entry) return { entry, lab: (await entry.load()).default };
  throw new LabError(exitCodes.usage, {
    what: { ko: `'${id}'라는 실험은 없어요.`, en: `There is no lab '${id}'.` },
    why: {
      ko: `지금 있는 실험: ${catalogue.map((known) => known.id).join(', ')}`,
      en: `The labs there are: ${catalogue.map((known) => known.id).join(', ')}`,
    },
    next: same('redis-lab list'),
  });
}

export function introOf(entry: CatalogueEntry, lab: AnyLab): LabIntro {
  return { ...lab, title: entry.title };
}

const mostTries = 2;

/** Judges a record and puts beside it all that a renderer needs. */
export function reportOf(
  entry: CatalogueEntry,
  lab: AnyLab,
  record: RunRecord,
  recordFile: string | null,
): Report {
  const next = catalogue[catalogue.indexOf(entry) + 1];
  return {
    lab: introOf(entry, lab),
    record,
    recordFile,
    findings: record.outcome === 'completed' ? lab.interpret(record.data, record.params as never) : null,
    tryNext: lab.tryNext.filter(({ done }) => !done?.(record.params)).slice(0, mostTries),
    nextLab: next ? { id: next.id, title: next.title } : null,
  };
}

/** Every program that the labs need, each once: with any parameters, or with these. */
export function programsOf(labs: readonly AnyLab[], params?: Readonly<Record<string, unknown>>): Program[] {
  const services = labs.flatMap((lab) => Object.values(lab.services) as Service<unknown>[]);
  const needed = services.filter(({ when }) => !when || !params || when(params));
  const programs = [...needed, ...labs].flatMap((needs) => needs.programs ?? []);
  return [...new Map(programs.map((program) => [program.name, program])).values()];
}

export async function loadAllLabs(): Promise<AnyLab[]> {
  return await Promise.all(catalogue.map(async (entry) => (await entry.load()).default));
}
