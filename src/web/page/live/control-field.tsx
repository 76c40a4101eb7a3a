import type { Control, RunWish } from '../../protocol.ts';
import { useSay } from '../lang.ts';
import { words } from './words.ts';

/** One parameter; empty it is what the preset says. The server checks it as the command line is checked. */
export function ControlField(props: {
  readonly control: Control;
  readonly preset: RunWish['preset'];
  readonly value: string | true | null;
  change(value: string | true | null): void;
}) {
  const { control, preset, value, change } = props;
  const { flag, label, kind, values, choices, range } = control;
  const say = useSay();
  const hint = range ? `${say(words.range)} ${range}` : kind === 'words' ? choices.join(', ') : null;
  const typed = typeof value === 'string' ? value : '';
  return (
    <div class="control">
      <label for={flag}>
        {say(label)} <code>{flag}</code>
      </label>
      {kind === 'flag' ? (
        <input
          id={flag}
          type="checkbox"
          checked={value === true}
          onChange={({ currentTarget }) => change(currentTarget.checked ? true : null)}
        />
      ) : kind === 'choice' ? (
        <select id={flag} value={typed} onChange={({ currentTarget }) => change(currentTarget.value || null)}>
          <option value="">{values[preset]}</option>
          {choices
            .filter((choice) => choice !== values[preset])
            .map((choice) => (
              <option key={choice} value={choice}>
                {choice}
              </option>
            ))}
        </select>
      ) : (
        <input
          id={flag}
          type="text"
          value={typed}
          placeholder={values[preset]}
          maxLength={200}
          onInput={({ currentTarget }) => change(currentTarget.value.trim() || null)}
        />
      )}
      {hint && <small>{hint}</small>}
    </div>
  );
}
