import { useContext, useMemo } from 'preact/hooks';
import { namesOf, sayer } from '../../../render/trace-event.ts';
import { LangContext, useSay } from '../lang.ts';
import type { Player } from '../player.ts';
import { sentEarlier, timeText, words } from '../words.ts';
import { diagramOf, knownBy, type Line, pageAt } from './diagram-shapes.ts';
import { isLit, type Lit, litOf } from './lit.ts';
import type { Scene } from './scene.ts';
import { usePlayer } from './use-player.ts';
import { useWidth } from './use-width.ts';

/** So wide is an event at least. */
const eventWidth = 12;
const [fewest, most] = [20, 80];

/** The same trace over time: a lane for each actor, a slanted line for each message, a cross where one is lost. */
export function Diagram(props: { scene: Scene; player: Player; lit: Lit; onLit(lit: Lit): void }) {
  const { scene, player, lit, onLit } = props;
  usePlayer(player);
  const lang = useContext(LangContext);
  const say = useSay();
  const [ref, width] = useWidth<HTMLElement>();
  const count = Math.min(most, Math.max(fewest, Math.floor(width / eventWidth)));
  const happened = scene.replay.countUpTo(player.us);
  const first = pageAt(happened, scene.trace.events.length, count);
  const diagram = useMemo(() => diagramOf(scene, first, count, width), [scene, first, count, width]);
  const { events, header } = scene.trace;
  const nameOf = namesOf(header, lang);
  const sayEvent = sayer(header, lang);
  const x = diagram.xOf(player.us);
  const [began, ended] = [
    events[first]?.atUs ?? 0,
    events[Math.min(events.length, first + count) - 1]?.atUs ?? 0,
  ];
  const isLater = (line: Line) => line.event >= happened;
  const classOf = (line: Line) => {
    const event = events[line.event];
    const light = event && isLit(lit, scene, line.event, event) ? ' lit' : '';
    return `${line.kind}${light}${isLater(line) ? ' later' : ''}`;
  };
  return (
    <figure class="diagram" ref={ref}>
      <figcaption>
        {say(words.diagram)}
        <small>
          {say(timeText(began))} – {say(timeText(ended))}
          {diagram.earlier > 0 && ` · ${say(sentEarlier(diagram.earlier))}`}
        </small>
      </figcaption>
      {width > 0 && (
        <svg width={width} height={diagram.height} aria-hidden="true" onMouseLeave={() => onLit(null)}>
          {diagram.lanes.map(({ actor, y, parts }) => (
            <g key={actor} class={lit && 'actor' in lit && lit.actor === actor ? 'lane lit' : 'lane'}>
              {parts.map(({ x1, x2, state }) => (
                <line key={x1} class={state} x1={x1} x2={x2} y1={y} y2={y} />
              ))}
              <text x={0} y={y + 4}>
                {shortened(nameOf(actor))}
                <title>{nameOf(actor)}</title>
              </text>
            </g>
          ))}
          {diagram.marks.map(({ event, x }) => (
            <g key={event} class={event < happened ? 'mark' : 'mark later'}>
              <line x1={x} x2={x} y1={6} y2={diagram.height - 6} />
              <path d={`M${x - 5} 2h10l-5 7z`} />
              <title>{events[event] && sayEvent(events[event])}</title>
            </g>
          ))}
          {diagram.lines
            .map((line) => knownBy(line, player.us, isLater(line)))
            .map((line) => (
              // biome-ignore lint/a11y/noStaticElementInteractions: the feed does the same by keyboard
              <g key={line.event} class={classOf(line)} onMouseEnter={() => onLit(litOf(scene, line.event))}>
                <line class="reach" x1={line.x1} x2={line.x2} y1={line.y1} y2={line.y2} />
                <line x1={line.x1} x2={line.x2} y1={line.y1} y2={line.y2} />
                <End {...line} />
              </g>
            ))}
          <line class="cursor" x1={x} x2={x} y1={0} y2={diagram.height} />
        </svg>
      )}
    </figure>
  );
}

/** What a line ends in: the shape says what its colour says. */
function End({ kind, x2, y2 }: Line) {
  if (kind === 'dropped') return <path class="cross" d={`M${x2 - 4} ${y2 - 4}l8 8m0-8l-8 8`} />;
  if (kind === 'received' || kind === 'arrival') return <circle cx={x2} cy={y2} r={2.6} />;
  if (kind === 'command') return <rect x={x2 - 2.5} y={y2 - 2.5} width={5} height={5} />;
  return null;
}

/** Hangul is twice as wide. */
function shortened(name: string): string {
  const most = /\p{Script=Hangul}/u.test(name) ? 7 : 13;
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}
