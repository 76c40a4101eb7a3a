import type { Experiment } from '../../core/experiment.ts';
import type { AnyLab } from '../../core/lab.ts';
import { askedOf, type Rung } from '../../core/scene.ts';
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

/** A scene asks before it shows: at least once, each time with choices that differ. */
export function sceneFaults(where: string, ladder: readonly Rung[]): Fault[] {
  const asked = ladder.flatMap((rung, at) => {
    const question = askedOf(rung);
    return question ? [{ path: `live.ladder.${at}`, ids: question.choices.map(({ id }) => id) }] : [];
  });
  return [
    ...(asked.length === 0 ? [{ where, path: 'live.ladder', fault: asksNothing }] : []),
    ...asked
      .filter(({ ids }) => ids.length < 2 || ids.length > mostChoices || new Set(ids).size < ids.length)
      .map(({ path }) => ({ where, path, fault: notChoices })),
  ];
}

const mostChoices = 4;
const asksNothing: Text = { ko: '예측을 묻는 단계가 없어요', en: 'has no step that asks for a prediction' };
const notChoices: Text = {
  ko: `보기는 서로 다른 2~${mostChoices}개여야 해요`,
  en: `has not 2 to ${mostChoices} choices that differ`,
};

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
