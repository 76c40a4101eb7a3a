import { LabError } from '../../core/errors.ts';
import type { AnyLab } from '../../core/lab.ts';
import { resolveParams } from '../../core/params.ts';
import { minutesOf, type Step, stepId, type Track } from '../../core/track.ts';
import type { Fault } from './fault.ts';
import { textFaults } from './lab.ts';

const mostMinutes = 60;

/** What is amiss with the tracks: acts that are not there, settings that do not hold, sessions that are too long. */
export function tracksFaults(tracks: readonly Track[], labs: readonly AnyLab[]): Fault[] {
  return tracks.flatMap((track) => {
    const where = `track ${track.id}`;
    const minutes = minutesOf(track.steps);
    return [
      ...textFaults(where, { title: track.title, steps: track.steps }),
      ...(minutes > mostMinutes
        ? [
            {
              where,
              path: 'minutes',
              fault: { ko: `${minutes}분은 한 시간이 넘어요`, en: `${minutes} are more than an hour` },
            },
          ]
        : []),
      ...track.steps.flatMap((step) => stepFaults(where, step, labs)),
    ];
  });
}

function stepFaults(where: string, step: Step, labs: readonly AnyLab[]): Fault[] {
  const lab = labs.find(({ id }) => id === step.lab);
  const act = lab?.acts.find(({ id }: { id: string }) => id === step.act);
  if (!lab || !act)
    return [{ where, path: stepId(step), fault: { ko: '그런 막이 없어요', en: 'there is no such act' } }];
  const hintless = act.predict && !act.predict.hints;
  if (hintless)
    return [
      { where, path: stepId(step), fault: { ko: '질문에 힌트가 없어요', en: 'its question has no hints' } },
    ];
  const unknown = Object.keys(step.change?.params ?? {}).filter((name) => !(name in lab.params));
  try {
    resolveParams(lab.params, 'quick', step.change?.params ?? {});
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return [{ where, path: stepId(step), fault: error.explanation.why }];
  }
  return unknown.map((name) => ({
    where,
    path: stepId(step),
    fault: {
      ko: `${step.lab} 실험에는 '${name}' 설정이 없어요`,
      en: `${step.lab} has no setting '${name}'`,
    },
  }));
}
