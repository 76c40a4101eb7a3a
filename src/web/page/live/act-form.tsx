import type { ActCard } from '../../protocol.ts';
import { useSay } from '../lang.ts';
import { Ask } from './prediction.tsx';
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
      {act.question && runs && <Ask name={act.id} question={act.question} chosen={chosen} choose={choose} />}
    </section>
  );
}
