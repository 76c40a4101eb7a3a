import { useContext, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { namesOf, stateWords } from '../../../render/trace-event.ts';
import { LangContext, useSay } from '../lang.ts';
import type { Player } from '../player.ts';
import { words } from '../words.ts';
import { drawStage, fullLimits, hopNear, type Limits } from './draw-stage.ts';
import { type FrameWatch, watchFrames } from './frame-watch.ts';
import { type Box, type Layout, layoutOf } from './layout.ts';
import { Legend } from './legend.tsx';
import { type Lit, litOf } from './lit.ts';
import { readPaint } from './paint.ts';
import { type Scene, whoIsIn } from './scene.ts';
import { tracksOf } from './tracks.ts';
import { usePlayer } from './use-player.ts';
import { useWidth } from './use-width.ts';

const mostDpr = 2;

/** Who takes part as boxes, and the messages between them on a canvas above. */
export function Stage(props: { scene: Scene; player: Player; lit: Lit; onLit(lit: Lit): void }) {
  const { scene, player, lit, onLit } = props;
  const lang = useContext(LangContext);
  const say = useSay();
  const [ref, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [limits, setLimits] = useState<Limits>(fullLimits);
  const layout = useMemo(() => layoutOf(scene, width), [scene, width]);
  const tracks = useMemo(() => tracksOf(scene, layout), [scene, layout]);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context || width === 0) return;
    const dpr = Math.min(mostDpr, devicePixelRatio);
    canvas.current.width = layout.width * dpr;
    canvas.current.height = layout.height * dpr;
    const watch: FrameWatch = watchFrames(() =>
      setLimits(({ onLink, inAll }) => ({ onLink: Math.ceil(onLink / 2), inAll: Math.ceil(inAll / 2) })),
    );
    let paint = readPaint();
    const draw = (isFrame: boolean) => {
      const beganMs = performance.now();
      context.setTransform(dpr, 0, 0, dpr, 0, 0);
      context.clearRect(0, 0, layout.width, layout.height);
      drawStage(context, { scene, tracks, us: player.us, lit, limits }, paint, lang);
      if (isFrame) watch.drawn(beganMs, performance.now());
    };
    const repaint = () => {
      paint = readPaint();
      draw(false);
    };
    draw(false);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', repaint);
    const unsubscribe = player.subscribe(draw);
    return () => {
      unsubscribe();
      dark.removeEventListener('change', repaint);
    };
  }, [scene, tracks, player, lit, limits, layout, lang, width]);

  const point = (event: MouseEvent) => {
    const { left = 0, top = 0 } = ref.current?.getBoundingClientRect() ?? {};
    const at = { x: event.clientX - left, y: event.clientY - top };
    const hop = hopNear({ scene, tracks, us: player.us, lit, limits }, at);
    const event_ = hop === undefined ? undefined : scene.replay.hops.event[hop];
    if (event_ !== undefined) onLit(litOf(scene, event_));
    else if (lit && 'chain' in lit) onLit(null);
  };

  return (
    <div class="stage-frame">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the feed does the same by keyboard */}
      <div
        class="stage"
        ref={ref}
        style={{ height: `${layout.height}px` }}
        onMouseMove={point}
        onMouseLeave={() => onLit(null)}
      >
        {width > 0 && <Actors {...{ scene, layout, player, lit, onLit }} />}
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nobody can focus it; the table below says the same */}
        <canvas ref={canvas} aria-hidden="true" style={{ width: '100%', height: '100%' }} />
      </div>
      <Legend scene={scene} />
      {limits !== fullLimits && <p class="aside">{say(words.thinned)}</p>}
    </div>
  );
}

function Actors(props: { scene: Scene; layout: Layout; player: Player; lit: Lit; onLit(lit: Lit): void }) {
  const { scene, layout, player, lit, onLit } = props;
  const lang = useContext(LangContext);
  const say = useSay();
  usePlayer(player);
  const { actors, events } = scene.replay.stateAt(player.us);
  const nameOf = namesOf(scene.trace.header, lang);
  const last = scene.trace.events[events - 1];
  const active = new Set(last ? whoIsIn(last) : []);
  const roleOf = new Map(scene.trace.header.actors.map(({ id, role }) => [id, role]));
  const nameOfBox = ({ actors: [first = '', ...more] }: Box) =>
    more.length === 0 ? nameOf(first) : `${say(words.others)} ${more.length + 1}`;
  return (
    <>
      {layout.boxes.map((box) => {
        const [id = ''] = box.actors;
        const state = box.actors.length === 1 ? (actors.get(id) ?? 'up') : 'up';
        const isLit = lit !== null && 'actor' in lit && lit.actor === id;
        const isActive = box.actors.some((actor) => active.has(actor));
        return (
          <button
            key={id}
            type="button"
            class={`actor ${state} ${roleOf.get(id) ?? ''} ${isActive ? 'active' : ''} ${isLit ? 'lit' : ''}`}
            style={{
              // Shares of the width: on paper the stage is narrower than it was laid out, and nothing lays it out anew.
              left: `${(100 * (box.x - box.width / 2)) / layout.width}%`,
              top: `${box.y - box.height / 2}px`,
              width: `${(100 * box.width) / layout.width}%`,
              height: `${box.height}px`,
            }}
            onMouseEnter={() => onLit({ actor: id })}
            onMouseLeave={() => onLit(null)}
            onFocus={() => onLit({ actor: id })}
            onBlur={() => onLit(null)}
          >
            <span class="name">{nameOfBox(box)}</span>
            {state !== 'up' && <span class="state">{stateWords[state][lang]}</span>}
          </button>
        );
      })}
    </>
  );
}
