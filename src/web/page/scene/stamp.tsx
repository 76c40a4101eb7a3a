import { useContext } from 'preact/hooks';
import type { RunRecord } from '../../../core/record.ts';
import { measuredOn } from '../../../render/provenance.ts';
import { LangContext, useSay } from '../lang.ts';
import { words } from '../words.ts';

/** Says of a scene that it was measured, is just being measured, or comes of a model: when, with which versions, on which machine. */
export function Stamp({ record, isModel, live }: { record: RunRecord; isModel: boolean; live: boolean }) {
  const lang = useContext(LangContext);
  const say = useSay();
  const at = new Date(record.startedAt);
  return (
    <p class={isModel ? 'stamp model' : 'stamp'}>
      <b>{say(isModel ? words.model : live ? words.measuring : words.measured)}</b>{' '}
      <time dateTime={record.startedAt}>
        {at.toLocaleString(lang, { dateStyle: 'medium', timeStyle: 'short' })}
      </time>{' '}
      <span>{measuredOn(record, lang)}</span>
    </p>
  );
}
