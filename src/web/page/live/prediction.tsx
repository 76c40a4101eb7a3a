import type { Question } from '../../../core/act.ts';
import type { Graded } from '../../../report/findings.ts';
import { useSay } from '../lang.ts';
import { words as replayWords } from '../words.ts';
import { words } from './words.ts';

/** A question with its choices, and one to leave it open. */
export function Ask(props: {
  /** Of its own on the page. */
  readonly name: string;
  readonly question: Question;
  /** Null for who leaves it open; undefined where nothing was said yet. */
  readonly chosen: string | null | undefined;
  choose(choice: string | null): void;
}) {
  const { name, question, chosen, choose } = props;
  const say = useSay();
  const open = { id: null, label: words.noIdea };
  return (
    <fieldset>
      <legend>{say(question.prompt)}</legend>
      {[...question.choices, open].map(({ id, label }) => (
        <label key={id ?? ''} class={id === null ? 'soft' : ''}>
          <input type="radio" name={name} checked={chosen === id} onChange={() => choose(id)} /> {say(label)}
        </label>
      ))}
    </fieldset>
  );
}

/** What was predicted beside what was measured; nothing for who left it open. */
export function Beside({ graded }: { readonly graded: Graded }) {
  const say = useSay();
  const { chosen, measured, off, right } = graded;
  if (!chosen) return null;
  return (
    <p class={right === null ? 'soft' : right ? 'right' : 'wrong'}>
      {say(words.yours)}: {say(chosen)} · {say(replayWords.measured)}:{' '}
      {say(measured ?? off ?? words.undecided)}
    </p>
  );
}
