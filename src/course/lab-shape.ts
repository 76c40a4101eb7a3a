// Whether what somebody's module exports is a lab: types are gone when it runs, and a study group may not check them.
import { fitsParam, type Param } from '../core/params.ts';
import type { Text } from '../core/text.ts';

/** Where something else stands than a lab has there, and what should. */
export interface Misshapen {
  readonly path: string;
  readonly expected: Text;
}

type Rule = readonly [path: string, holds: boolean, expected: Text];
type Fields = Readonly<Record<string, unknown>>;

const expected = {
  object: { ko: '객체여야 해요', en: 'an object' },
  list: { ko: '비어 있지 않은 배열이어야 해요', en: 'a list that is not empty' },
  function: { ko: '함수여야 해요', en: 'a function' },
  id: { ko: 'a-z, 0-9, -로 된 이름이어야 해요', en: 'a name of a-z, 0-9 and -' },
  whole: { ko: '1 이상의 정수여야 해요', en: 'a whole number from 1 on' },
  text: { ko: '{ ko, en } 두 언어의 글이어야 해요', en: 'a text in both languages, { ko, en }' },
  param: { ko: 'kind와 그 kind에 맞는 default가 있어야 해요', en: 'a kind, and a default of that kind' },
  acts: { ko: 'acts에 있는 이름이어야 해요', en: 'names of acts' },
  verdict: { ko: 'held, refuted, inconclusive 가운데 하나여야 해요', en: 'held, refuted or inconclusive' },
} as const satisfies Record<string, Text>;

/** The first thing that is not as in a lab; null where all is well. */
export function misshapenLab(lab: unknown): Misshapen | null {
  return firstBroken(rulesOf(fieldsOf(lab)));
}

/** The same of what a lab from outside says of itself. */
export function misshapenAbout(about: unknown): Misshapen | null {
  const { title, minutes, claims } = fieldsOf(about);
  return firstBroken([
    ['title', isText(title), expected.text],
    ['minutes', Number.isInteger(minutes) && Number(minutes) >= 1, expected.whole],
    ['claims', claims instanceof Object, expected.object],
    ...Object.entries(fieldsOf(claims)).map(
      ([id, text]): Rule => [`claims.${id}`, isText(text), expected.text],
    ),
  ]);
}

export function isId(name: unknown): name is string {
  return typeof name === 'string' && /^[a-z][a-z0-9-]*$/.test(name);
}

function firstBroken(rules: Iterable<Rule>): Misshapen | null {
  for (const [path, holds, what] of rules) if (!holds) return { path, expected: what };
  return null;
}

function* rulesOf(lab: Fields): Generator<Rule> {
  yield ['id', isId(lab.id), expected.id];
  yield ['revision', Number.isInteger(lab.revision), expected.whole];
  yield* textsIn(lab, '', ['question', 'picture']);
  yield* functionsIn(lab, '', ['comparison', 'why', 'caveat']);
  yield ['params', lab.params instanceof Object, expected.object];
  for (const [name, param] of Object.entries(fieldsOf(lab.params)))
    yield* rulesOfParam(`params.${name}`, param);
  yield ['services', lab.services instanceof Object, expected.object];
  for (const [name, service] of Object.entries(fieldsOf(lab.services)))
    yield* functionsIn(fieldsOf(service), `services.${name}.`, ['start']);
  yield ['acts', Array.isArray(lab.acts) && lab.acts.length > 0, expected.list];
  const acts = (lab.acts as unknown[]).map(fieldsOf);
  for (const [index, act] of acts.entries()) yield* rulesOfAct(`acts[${index}].`, act);
  yield ['judges', Object.keys(fieldsOf(lab.judges)).length > 0, expected.object];
  const ids = acts.map(({ id }) => id);
  for (const [claim, judge] of Object.entries(fieldsOf(lab.judges)))
    yield* rulesOfJudge(`judges.${claim}.`, fieldsOf(judge), ids);
  yield ['tryNext', Array.isArray(lab.tryNext), { ko: '배열이어야 해요', en: 'a list' }];
}

function* rulesOfParam(path: string, param: unknown): Generator<Rule> {
  const { kind, default: value, label } = fieldsOf(param);
  const known = ['int', 'ints', 'duration', 'choice', 'words', 'flag'].includes(kind as string);
  yield [path, known && fitsParam(param as Param, value), expected.param];
  yield [`${path}.label`, isText(label), expected.text];
}

function* rulesOfAct(path: string, act: Fields): Generator<Rule> {
  yield [`${path}id`, isId(act.id), expected.id];
  yield* textsIn(act, path, ['title', 'aim']);
  yield* functionsIn(act, path, ['run', 'headline', 'show']);
  if (act.predict === undefined) return;
  const predict = fieldsOf(act.predict);
  yield* textsIn(predict, `${path}predict.`, ['prompt']);
  yield* functionsIn(predict, `${path}predict.`, ['answer']);
  const { choices } = predict;
  yield [`${path}predict.choices`, Array.isArray(choices) && choices.length > 0, expected.list];
  for (const [index, choice] of (choices as unknown[]).entries()) {
    yield [`${path}predict.choices[${index}].id`, isId(fieldsOf(choice).id), expected.id];
    yield* textsIn(fieldsOf(choice), `${path}predict.choices[${index}].`, ['label']);
  }
}

function* rulesOfJudge(path: string, judge: Fields, acts: readonly unknown[]): Generator<Rule> {
  const { needs, textbook } = judge;
  yield [
    `${path}needs`,
    Array.isArray(needs) && needs.flat().every((id) => acts.includes(id)),
    expected.acts,
  ];
  yield [
    `${path}textbook`,
    ['held', 'refuted', 'inconclusive'].includes(textbook as string),
    expected.verdict,
  ];
  yield* functionsIn(judge, path, ['judge']);
}

function textsIn(holder: Fields, path: string, names: readonly string[]): Rule[] {
  return names.map((name) => [path + name, isText(holder[name]), expected.text]);
}

function functionsIn(holder: Fields, path: string, names: readonly string[]): Rule[] {
  return names.map((name) => [path + name, typeof holder[name] === 'function', expected.function]);
}

function isText(value: unknown): boolean {
  const { ko, en } = fieldsOf(value);
  return [ko, en].every((text) => typeof text === 'string' && text !== '');
}

/** Of what is no object none. */
function fieldsOf(value: unknown): Fields {
  return value instanceof Object ? (value as Fields) : {};
}
