// A scene on the host's page: what is done to it, and what is ticked off by what its trace tells.
import { grade } from '../core/act.ts';
import { askedOf, doneRungs, type Handlers, type Rung } from '../core/scene.ts';
import type { Text } from '../core/text.ts';
import type { Happening } from '../core/trace.ts';
import type { Graded } from '../report/findings.ts';
import { type HostDesk, isBusy } from './host-desk.ts';
import { questionOf } from './lab-card.ts';
import type { Laboratory, PreparedScene } from './laboratory.ts';
import type { SceneNow } from './protocol.ts';
import type { Peer } from './server/sockets.ts';

export interface SceneDesk {
  /** @throws LabError where the lab has no scene, or something runs already */
  open(lab: string): Promise<void>;
  /** What the page calls by its id; nothing where there is no such thing to do. */
  poke(id: string): Promise<void>;
  /** Counts for the rung that is under way, until it is done. */
  predict(rung: number, choice: string | null): void;
  greet(peer: Peer): void;
}

interface Playing {
  run: number;
  readonly scene: PreparedScene['scene'];
  handlers: Handlers | null;
  events: Happening[];
  /** By rung: the choice, or null for who left it open. */
  readonly chosen: Map<number, string | null>;
  readonly done: { readonly learned: Text; readonly graded: Graded | null }[];
}

const lookEveryMs = 250;
/** What a condition can look back on: some minutes. */
const mostEvents = 20_000;

export function openSceneDesk(host: HostDesk, laboratory: Laboratory): SceneDesk {
  let playing: Playing | null = null;

  function look(now: Playing): void {
    const { ladder } = now.scene;
    const before = now.done.length;
    // Nothing is told while its question is open.
    const open = ladder.findIndex((rung, at) => at >= before && askedOf(rung) && !now.chosen.has(at));
    const upTo = Math.min(doneRungs(ladder, now.events, before), open < 0 ? ladder.length : open);
    for (const rung of ladder.slice(before, upTo)) now.done.push(outcomeOf(rung, now));
    if (upTo > before) host.tell(viewOf(now));
  }

  return {
    async open(lab) {
      const { scene, run, ...known } = await laboratory.scene(lab);
      const now: Playing = { run: 0, scene, handlers: null, events: [], chosen: new Map(), done: [] };
      const wish = { lab, preset: 'default', given: {}, acts: null, predictions: {} } as const;
      const offer = (handlers: Handlers) => {
        now.handlers = handlers;
        host.tell(viewOf(now));
      };
      const begun = host.begin(wish, {
        ...known,
        run({ onTraced, ...watched }) {
          const noted: typeof onTraced = (event) => {
            onTraced(event);
            now.events = [...now.events, event].slice(-mostEvents);
          };
          return run({ ...watched, onTraced: noted }, offer);
        },
      });
      if (!begun) throw isBusy();
      now.run = begun.run;
      playing = now;
      host.tell(viewOf(now));
      const timer = setInterval(() => look(now), lookEveryMs);
      void begun.ended.finally(() => {
        clearInterval(timer);
        playing = null;
      });
    },
    async poke(id) {
      const handlers = playing?.handlers;
      if (handlers && Object.hasOwn(handlers, id)) await handlers[id]?.();
    },
    predict(rung, choice) {
      const now = playing?.done.length === rung ? playing : null;
      const current = now?.scene.ladder[rung];
      const asked = current && askedOf(current);
      if (!now || !asked || (choice !== null && !asked.choices.some(({ id }) => id === choice))) return;
      now.chosen.set(rung, choice);
      host.tell(viewOf(now));
      look(now);
    },
    greet(peer) {
      if (playing) peer.send(JSON.stringify(viewOf(playing)));
    },
  };
}

function outcomeOf(rung: Rung, { chosen, done, events }: Playing): Playing['done'][number] {
  const asked = askedOf(rung);
  const choice = chosen.get(done.length) ?? undefined;
  return { learned: rung.learned(events), graded: asked && grade(asked, events, {}, choice) };
}

function viewOf({ run, scene, handlers, chosen, done }: Playing): SceneNow {
  const rungs = scene.ladder.slice(0, done.length + 1).map((rung, at) => ({
    task: rung.task,
    question: questionOf(askedOf(rung)),
    ...(chosen.has(at) && { chosen: chosen.get(at) ?? null }),
    ...(done[at] ?? { learned: null, graded: null }),
  }));
  const { aim, pokes, radiusM = 0, ladder } = scene;
  return { kind: 'scene', run, aim, pokes, isReady: handlers !== null, rungs, of: ladder.length, radiusM };
}
