import { useState } from 'preact/hooks';
import type { HostVerb, LabCard, RunWish } from '../../protocol.ts';
import { useSay } from '../lang.ts';
import { ActForm } from './act-form.tsx';
import { ControlField } from './control-field.tsx';
import { words } from './words.ts';

const presets = ['quick', 'default', 'full'] as const;

/** Predict, perhaps turn a knob, run. */
export function LabForm({ lab, say }: { readonly lab: LabCard; say(verb: HostVerb): void }) {
  const tell = useSay();
  const [preset, setPreset] = useState<RunWish['preset']>('quick');
  const [given, setGiven] = useState<RunWish['given']>({});
  const [predictions, setPredictions] = useState<RunWish['predictions']>({});
  const [left, setLeft] = useState<readonly string[]>([]);
  const acts = lab.acts.map(({ id }) => id).filter((id) => !left.includes(id));
  const start = (event: Event) => {
    event.preventDefault();
    const asked = Object.fromEntries(Object.entries(predictions).filter(([act]) => acts.includes(act)));
    const some = left.length === 0 ? null : acts;
    say({ verb: 'start', wish: { lab: lab.id, preset, given, acts: some, predictions: asked } });
  };
  return (
    <form onSubmit={start}>
      <h1>{tell(lab.title)}</h1>
      <blockquote>{tell(lab.question)}</blockquote>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on a phone, and who has only keys scrolls it, too */}
      <pre class="drawn" tabIndex={0}>
        {tell(lab.picture)}
      </pre>
      <details>
        <summary>{tell(words.claims)}</summary>
        <ul>
          {lab.claims.map(({ id, sentence }) => (
            <li key={id}>
              <span class="soft">{id}</span> {tell(sentence)}
            </li>
          ))}
        </ul>
      </details>
      <h2>{tell(words.predict)}</h2>
      <p class="soft">{tell(words.predictAim)}</p>
      {lab.acts.map((act, index) => (
        <ActForm
          key={act.id}
          act={act}
          number={index + 1}
          chosen={predictions[act.id] ?? null}
          runs={!left.includes(act.id)}
          choose={(choice) => setPredictions(withOrWithout(predictions, act.id, choice))}
          include={(runs) => setLeft(runs ? left.filter((id) => id !== act.id) : [...left, act.id])}
        />
      ))}
      <fieldset class="presets">
        <legend>{tell(words.how)}</legend>
        {presets.map((one) => (
          <label key={one}>
            <input type="radio" name="preset" checked={preset === one} onChange={() => setPreset(one)} />{' '}
            {tell(words[one])}
          </label>
        ))}
      </fieldset>
      {lab.controls.length > 0 && (
        <details>
          <summary>{tell(words.change)}</summary>
          {lab.controls.map((control) => (
            <ControlField
              key={control.name}
              control={control}
              preset={preset}
              value={given[control.name] ?? null}
              change={(value) => setGiven(withOrWithout(given, control.name, value))}
            />
          ))}
        </details>
      )}
      <p class="actions">
        <button type="submit" class="main" disabled={acts.length === 0}>
          {tell(words.start)}
        </button>
        {lab.hasScene && (
          <button type="button" onClick={() => say({ verb: 'scene', lab: lab.id })}>
            {tell(words.byHand)}
          </button>
        )}
        {lab.acts.some(({ question }) => question) && (
          <button type="button" onClick={() => say({ verb: 'group', lab: lab.id })}>
            {tell(words.together)}
          </button>
        )}
      </p>
    </form>
  );
}

function withOrWithout<Value>(all: Readonly<Record<string, Value>>, name: string, value: Value | null) {
  const { [name]: _, ...others } = all;
  return value === null ? others : { ...others, [name]: value };
}
