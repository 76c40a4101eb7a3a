import type { ActCard } from '../../protocol.ts';
import { useSay } from '../lang.ts';
import { words } from './words.ts';

/** An act before it runs: what to watch for, and the question that it answers. */
export function ActForm(props: {
  readonly act: ActCard;
  readonly number: number;
  readonly chosen: string | null;
  readonly runs: boolean;
  choose(choice: string | null): void;
  include(runs: boolean): void;
}) {
  const { act, number, chosen, runs, choose, include } = props;
  const say = useSay();
  const open = { id: null, label: words.noIdea };
  return (
    <section class={runs ? 'act' : 'act off'}>
      <h3>
        <label class="include">
          <input
            type="checkbox"
            checked={runs}
            aria-label={`${say(words.include)}: ${say(act.title)}`}
            onChange={({ currentTarget }) => include(currentTarget.checked)}
          />{' '}
          {number}. {say(act.title)}
        </label>
      </h3>
      <p class="soft">{say(act.aim)}</p>
      {act.question && runs && (
        <fieldset>
          <legend>{say(act.question.prompt)}</legend>
          {[...act.question.choices, open].map(({ id, label }) => (
            <label key={id ?? ''} class={id === null ? 'soft' : ''}>
              <input type="radio" name={act.id} checked={chosen === id} onChange={() => choose(id)} />{' '}
              {say(label)}
            </label>
          ))}
        </fieldset>
      )}
    </section>
  );
}
