import type { AnyAct, Question } from '../core/act.ts';
import type { AnyLab } from '../core/lab.ts';
import { flagOf, type Param, type Params, type Preset, showDuration } from '../core/params.ts';
import { type CatalogueEntry, introOf } from '../course/catalogue.ts';
import { claims } from '../course/claims.ts';
import type { ActCard, Control, LabCard } from './protocol.ts';

/** What a page shows of a lab before it has run. */
export function labCard(entry: CatalogueEntry, lab: AnyLab): LabCard {
  const { claims: tested, ...intro } = introOf(entry, lab);
  return {
    ...intro,
    minutes: entry.minutes,
    claims: tested.flatMap((id) => (claims[id] ? [{ id, sentence: claims[id] }] : [])),
    controls: Object.entries(lab.params as Params).map(([name, param]) => controlOf(name, param)),
    acts: (lab.acts as readonly AnyAct[]).map(actCard),
    hasScene: lab.live !== undefined,
  };
}

function actCard({ id, title, aim, predict }: AnyAct): ActCard {
  return { id, title, aim, question: questionOf(predict ?? null) };
}

/** What is wrong about a choice would say which one is right. */
export function questionOf(asked: Question | null): Question | null {
  return asked && { prompt: asked.prompt, choices: asked.choices.map(({ id, label }) => ({ id, label })) };
}

function controlOf(name: string, param: Param): Control {
  const typed = (preset: Preset) => asTyped(param, preset);
  return {
    name,
    flag: flagOf(name),
    label: param.label,
    kind: param.kind,
    values: { quick: typed('quick'), default: typed('default'), full: typed('full') },
    choices: 'choices' in param ? param.choices : [],
    range: 'min' in param ? rangeOf(param) : null,
  };
}

function asTyped(param: Param, preset: Preset): string {
  const value = (preset === 'default' ? undefined : param[preset]) ?? param.default;
  return param.kind === 'duration' ? showDuration(value as number) : String(value);
}

function rangeOf(param: Extract<Param, { min: number }>): string {
  const shown = param.kind === 'duration' ? showDuration : String;
  return `${shown(param.min)}~${shown(param.max)}`;
}
