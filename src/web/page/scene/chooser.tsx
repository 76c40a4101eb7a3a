import type { TraceHeader } from '../../../core/trace.ts';
import type { Slice } from '../../../replay/slices.ts';
import type { Report } from '../../../report/report.ts';
import { useSay } from '../lang.ts';
import { words } from '../words.ts';
import { nameOfAct, nameOfArm } from './names.ts';

/** Which act, which arm of it, and which other beside it. */
export function Chooser(props: {
  report: Report;
  header: TraceHeader;
  slices: readonly Slice[];
  slice: Slice;
  beside: Slice | null;
  onChoose(slice: Slice, beside: Slice | null): void;
}) {
  const { report, header, slices, slice, beside, onChoose } = props;
  const say = useSay();
  const acts = [...new Set(slices.map(({ act }) => act))];
  const ofAct = slices.filter(({ act }) => act === slice.act);
  const others = ofAct.filter((one) => one.arm !== null && one.arm !== slice.arm);
  const pick = (place: string) => slices[Number(place)];
  const placeIn = ({ act, arm }: Slice) => slices.findIndex((one) => one.act === act && one.arm === arm);
  return (
    <div class="chooser">
      <label>
        <span>{say(words.act)}</span>
        <select
          value={slice.act}
          onChange={({ currentTarget: { value } }) => {
            const [whole, first] = slices.filter(({ act }) => act === value);
            const next = first ?? whole;
            if (next) onChoose(next, null);
          }}
        >
          {acts.map((act) => (
            <option key={act} value={act}>
              {say(nameOfAct(report, act))}
            </option>
          ))}
        </select>
      </label>
      {ofAct.length > 1 && (
        <label>
          <span>{say(words.arm)}</span>
          <select
            value={placeIn(slice)}
            onChange={({ currentTarget }) => onChoose(pick(currentTarget.value) ?? slice, null)}
          >
            {ofAct.map((one) => (
              <option key={one.arm} value={placeIn(one)}>
                {say(nameOfArm(report, header, one))}
              </option>
            ))}
          </select>
        </label>
      )}
      {others.length > 0 && slice.arm !== null && (
        <label>
          <span>{say(words.beside)}</span>
          <select
            value={beside ? placeIn(beside) : -1}
            onChange={({ currentTarget }) => onChoose(slice, pick(currentTarget.value) ?? null)}
          >
            <option value={-1}>{say(words.nothingBeside)}</option>
            {others.map((one) => (
              <option key={one.arm} value={placeIn(one)}>
                {say(nameOfArm(report, header, one))}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
