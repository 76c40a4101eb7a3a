// A choice between things that a lab has measured: a few questions, and an answer that rests on the lab's latest record.
import type { Question } from './act.ts';
import type { Text } from './text.ts';

/** What was answered, by question; of its choices the id. */
export type Answers = Readonly<Record<string, string>>;

export interface Decision<Data> {
  /** By the name of their flags, in the order in which they are asked. The first choice is what most mean. */
  readonly questions: Readonly<Record<string, Question & { readonly short: Text }>>;
  /** The id of what fits: a rule, the same on every machine. */
  choose(answers: Answers): string;
  name(choice: string): Text;
  /** What its makers promise, with the source: for who has no record. */
  promise(choice: string): Text;
  /** What fits this choice only if something else is minded as well. */
  mind(choice: string, answers: Answers): readonly Text[];
  /** What was measured of it, and of what it was chosen over; none where the record does not have it. */
  measured(choice: string, data: Data): readonly Text[];
}

// biome-ignore lint/suspicious/noExplicitAny: the data are of whatever lab
export type AnyDecision = Decision<any>;

/** What one other answer would change. */
export interface Tip {
  readonly question: string;
  readonly choice: string;
  readonly fits: string;
}

/** Answers that were left open are what most mean. */
export function completed({ questions }: Pick<AnyDecision, 'questions'>, given: Answers): Answers {
  return Object.fromEntries(
    Object.entries(questions).map(([id, { choices }]) => [id, given[id] ?? (choices[0]?.id as string)]),
  );
}

/** The single other answers after which something else fits: what tips it. */
export function tipsOf(decision: Pick<AnyDecision, 'questions' | 'choose'>, answers: Answers): Tip[] {
  const chosen = decision.choose(answers);
  return Object.entries(decision.questions).flatMap(([question, { choices }]) =>
    choices
      .filter(({ id }) => id !== answers[question])
      .map(({ id }): Tip => ({ question, choice: id, fits: decision.choose({ ...answers, [question]: id }) }))
      .filter(({ fits }) => fits !== chosen),
  );
}
