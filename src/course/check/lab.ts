import type { Experiment } from '../../core/experiment.ts';
import type { AnyLab } from '../../core/lab.ts';
import type { Text } from '../../core/text.ts';
import type { Findings } from '../../report/findings.ts';
import { claims } from '../claims.ts';
import { type Fault, faultsAt } from './fault.ts';
import { actNumberFaults, rangeFaults, ratioFaults, zeroFaults } from './sentences.ts';
import { wrongTerms } from './terms.ts';
import { hangul, textsIn } from './texts.ts';

/** Judges that are about no sentence of the study notes: a lab that puts itself to the test. */
const withoutClaim: readonly string[] = ['proof'];

/** What is wrong with the texts of a lab as it is defined, and with what it judges. */
export function labFaults(lab: AnyLab): Fault[] {
  const unknown = Object.keys(lab.judges).filter((id) => !(id in claims || withoutClaim.includes(id)));
  return [
    ...unknown.map((id) => ({ where: lab.id, path: `judges.${id}`, fault: noClaim(id) })),
    ...experimentFaults(lab),
    ...textFaults(lab.id, lab),
  ];
}

export const noClaim = (id: string): Text => ({ ko: `${id} 주장이 없어요`, en: `there is no claim ${id}` });

const experimentsPerLab = 3;

/** A lab that has things to break by hand has three, each on an act that is there. */
function experimentFaults({ id: where, acts, experiments = [] }: AnyLab): Fault[] {
  const all: readonly Experiment[] = experiments;
  const known = acts.map(({ id }: { id: string }) => id);
  const path = 'experiments';
  return [
    ...(all.length > 0 && new Set(all.map(({ id }) => id)).size !== experimentsPerLab
      ? [{ where, path, fault: notThree(all.length) }]
      : []),
    ...all
      .filter(({ act }) => !known.includes(act))
      .map(({ id, act }) => ({ where, path: `${path}.${id}`, fault: noAct(act) })),
  ];
}

const notThree = (count: number): Text => ({
  ko: `이름이 서로 다른 ${experimentsPerLab}개여야 하는데, 지금은 ${count}개예요`,
  en: `are ${count}, not ${experimentsPerLab} of different names`,
});
const noAct = (act: string): Text => ({ ko: `'${act}' 막이 없어요`, en: `there is no act '${act}'` });

/** What is wrong with what a lab says about a record. */
export function findingsFaults(id: string, findings: Findings): Fault[] {
  const { checks, acts, why, caveat, discuss, warnings } = findings;
  const evidence = {
    checks: checks.map((check) => check.evidence),
    acts: acts.map(({ headline }) => headline),
    why,
    caveat,
    discuss,
    warnings,
  };
  return [
    ...textFaults(id, findings),
    ...textsIn(evidence).flatMap(([path, { ko }]) => faultsAt(id, path, ratioFaults(ko))),
  ];
}

/** Holds for every text, wherever it stands. */
export function textFaults(where: string, value: unknown): Fault[] {
  return textsIn(value).flatMap(([path, text]) =>
    faultsAt(where, path, [...koreanFaults(text), ...actNumberFaults(text.ko), ...actNumberFaults(text.en)]),
  );
}

function koreanFaults({ ko }: Text): Text[] {
  return hangul.test(ko) ? [...wrongTerms(ko), ...zeroFaults(ko), ...rangeFaults(ko)] : [];
}
