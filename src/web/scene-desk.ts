// A scene on the host's page: what is done to it, and what is ticked off by what its trace tells.
import { doneRungs, type Handlers } from '../core/scene.ts';
import type { Text } from '../core/text.ts';
import type { Happening } from '../core/trace.ts';
import { type HostDesk, isBusy } from './host-desk.ts';
import type { Laboratory, PreparedScene } from './laboratory.ts';
import type { SceneNow } from './protocol.ts';
import type { Peer } from './server/sockets.ts';

export interface SceneDesk {
  /** @throws LabError where the lab has no scene, or something runs already */
  open(lab: string): Promise<void>;
  /** What the page calls by its id; nothing where there is no such thing to do. */
  poke(id: string): Promise<void>;
  greet(peer: Peer): void;
}

interface Playing {
  run: number;
  readonly scene: PreparedScene['scene'];
  handlers: Handlers | null;
  events: Happening[];
  readonly learned: Text[];
}

const lookEveryMs = 250;
/** What a condition can look back on: some minutes. */
const mostEvents = 20_000;

export function openSceneDesk(host: HostDesk, laboratory: Laboratory): SceneDesk {
  let playing: Playing | null = null;

  function look(now: Playing): void {
    const { ladder } = now.scene;
    const done = doneRungs(ladder, now.events, now.learned.length);
    if (done === now.learned.length) return;
    for (const rung of ladder.slice(now.learned.length, done)) now.learned.push(rung.learned(now.events));
    host.tell(viewOf(now));
  }

  return {
    async open(lab) {
      const { scene, run, ...known } = await laboratory.scene(lab);
      const now: Playing = { run: 0, scene, handlers: null, events: [], learned: [] };
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
    greet(peer) {
      if (playing) peer.send(JSON.stringify(viewOf(playing)));
    },
  };
}

function viewOf({ run, scene, handlers, learned }: Playing): SceneNow {
  const rungs = scene.ladder.map(({ task }, index) => ({ task, learned: learned[index] ?? null }));
  const { aim, pokes, radiusM = 0 } = scene;
  return { kind: 'scene', run, aim, pokes, isReady: handlers !== null, rungs, radiusM };
}
