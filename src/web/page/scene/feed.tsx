import { useContext, useMemo, useState } from 'preact/hooks';
import type { TraceEvent } from '../../../core/trace.ts';
import { sayer } from '../../../render/trace-event.ts';
import { LangContext, useSay } from '../lang.ts';
import type { Player } from '../player.ts';
import { timeText, words } from '../words.ts';
import { isLit, type Lit, litOf } from './lit.ts';
import type { Scene } from './scene.ts';
import { channelsOf } from './tracks.ts';
import { usePlayer } from './use-player.ts';

const mostRows = 100;
const kinds = {
  messages: ['send', 'recv', 'ack', 'drop'],
  commands: ['command'],
  faults: ['state', 'mark', 'gap'],
};
type Kind = keyof typeof kinds;

/** What has happened up to now, the newest first. */
export function Feed(props: { scene: Scene; player: Player; lit: Lit; onLit(lit: Lit): void }) {
  const { scene, player, lit, onLit } = props;
  usePlayer(player);
  const lang = useContext(LangContext);
  const say = useSay();
  const [filter, setFilter] = useState('');
  const [wrap, setWrap] = useState(() => matchMedia('(max-width: 36rem)').matches);
  const [clearedAt, setClearedAt] = useState(0);
  const { events, header } = scene.trace;
  const sayEvent = useMemo(() => sayer(header, lang), [header, lang]);
  const happened = scene.replay.countUpTo(player.us);
  // Who goes back to before the clearing sees that again.
  const from = clearedAt <= happened ? clearedAt : 0;
  const rows = newest(events, from, happened, (event) => passes(event, filter));
  const channels = channelsOf(scene);
  const some = (kind: Kind) => events.some((event) => kinds[kind].includes(event.kind));
  return (
    <section class={wrap ? 'feed wrap' : 'feed'} aria-label={say(words.feed)}>
      <header>
        <h3>{say(words.feed)}</h3>
        <label>
          <span class="hidden">{say(words.filter)}</span>
          <select value={filter} onChange={({ currentTarget }) => setFilter(currentTarget.value)}>
            <option value="">{say(words.everything)}</option>
            {(Object.keys(kinds) as Kind[]).filter(some).map((kind) => (
              <option key={kind} value={`kind ${kind}`}>
                {say(words[kind])}
              </option>
            ))}
            {channels.map((channel) => (
              <option key={channel} value={`on ${channel}`}>
                {channel}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={() => setClearedAt(happened)}>
          {say(words.clear)}
        </button>
        <button type="button" aria-pressed={wrap} onClick={() => setWrap(!wrap)}>
          {say(words.wrap)}
        </button>
      </header>
      {rows.length === 0 && <p class="aside">{say(words.nothingYet)}</p>}
      <ol onMouseLeave={() => onLit(null)} onKeyDown={walk}>
        {rows.map(([place, event], row) => (
          <li key={event.seq}>
            <button
              type="button"
              class={`${event.kind}${isLit(lit, scene, place, event) ? ' lit' : ''}`}
              tabIndex={row === 0 ? 0 : -1}
              onMouseEnter={() => onLit(litOf(scene, place))}
              onFocus={() => onLit(litOf(scene, place))}
              onBlur={() => onLit(null)}
              onClick={() => player.seek(event.atUs)}
            >
              <time>{say(timeText(event.atUs))}</time> {sayEvent(event)}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function newest(
  events: readonly TraceEvent[],
  from: number,
  to: number,
  isWanted: (event: TraceEvent) => boolean,
): (readonly [place: number, event: TraceEvent])[] {
  const rows: (readonly [number, TraceEvent])[] = [];
  for (let place = to - 1; place >= from && rows.length < mostRows; place -= 1) {
    const event = events[place];
    if (event && isWanted(event)) rows.push([place, event]);
  }
  return rows;
}

function passes(event: TraceEvent, filter: string): boolean {
  if (filter.startsWith('kind ')) return kinds[filter.slice(5) as Kind].includes(event.kind);
  return filter === '' || ('on' in event && `on ${event.on}` === filter);
}

/** The list is one stop of the Tab key; within it the arrows go up and down. */
function walk(event: KeyboardEvent): void {
  const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' } as const;
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const row = document.activeElement?.closest('li')?.[step[event.key]];
  row?.querySelector('button')?.focus();
  event.preventDefault();
}
