import type { Question } from '../../../core/act.ts';
import type { Reveal } from '../../protocol.ts';
import { useSay } from '../lang.ts';
import { words } from './words.ts';

/** How many chose what, before and after they talked, beside what was measured. */
export function Bars(props: {
  readonly question: Question;
  readonly reveal: Reveal;
  /** What the reader chose, on a phone. */
  readonly mine?: string | null;
}) {
  const { question, reveal, mine = null } = props;
  const say = useSay();
  const most = Math.max(1, ...reveal.first, ...(reveal.second ?? []));
  const rounds = [
    { name: words.first, votes: reveal.first },
    ...(reveal.second ? [{ name: words.second, votes: reveal.second }] : []),
  ];
  return (
    <>
      <table class="votes">
        <tbody>
          {question.choices.map(({ id, label }, index) => (
            <tr key={id} class={id === reveal.measured ? 'measured' : ''}>
              <th scope="row">
                {id === reveal.measured && <strong>✓ {say(words.measured)} </strong>}
                {say(label)}
                {id === mine && <span class="soft"> ({say(words.yours)})</span>}
              </th>
              <td>
                {rounds.map(({ name, votes }) => (
                  <div key={name.en} class="vote">
                    {rounds.length > 1 && <small>{say(name)}</small>}
                    <meter min={0} max={most} value={votes[index] ?? 0} /> {votes[index] ?? 0}
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {reveal.measured === null && <p>{say(words.undecided)}</p>}
      <p>{say(reveal.headline)}</p>
      {reveal.why && <p>{say(reveal.why)}</p>}
    </>
  );
}
