import { useContext, useMemo } from 'preact/hooks';
import type { ActorId, TraceEvent } from '../../../core/trace.ts';
import { htmlBlock } from '../../../render/html/blocks.ts';
import { namesOf } from '../../../render/trace-event.ts';
import type { MapBlock } from '../../../report/blocks.ts';
import { Html } from '../html.tsx';
import { LangContext } from '../lang.ts';
import type { Player } from '../player.ts';
import type { Scene } from './scene.ts';
import { usePlayer } from './use-player.ts';

type Placed = TraceEvent & { readonly kind: 'place' };

/** Each screen with a map as it was at this moment: whom it shows where, and who is there and not shown. */
export function Maps({ scene, player, radiusM }: { scene: Scene; player: Player; radiusM: number }) {
  usePlayer(player);
  const lang = useContext(LangContext);
  const happened = scene.replay.countUpTo(player.us);
  const html = useMemo(() => {
    const nameOf = namesOf(scene.trace.header, lang);
    return [...latest(scene.trace.events.slice(0, happened))]
      .map(([map, dots]): MapBlock => {
        const name = nameOf(map);
        return {
          kind: 'map',
          id: map,
          title: { ko: name, en: name },
          radiusM,
          dots: [...dots.values()].map(({ who, eastM, northM, seen }) => ({ id: who, eastM, northM, seen })),
        };
      })
      .map(htmlBlock)
      .join('');
  }, [scene, happened, lang, radiusM]);
  return <Html class="maps" html={html} />;
}

/** Where everybody was last, by the map that shows them. */
function latest(events: readonly TraceEvent[]): Map<ActorId, Map<ActorId, Placed>> {
  const maps = new Map<ActorId, Map<ActorId, Placed>>();
  for (const event of events) {
    if (event.kind !== 'place') continue;
    maps.set(event.map, (maps.get(event.map) ?? new Map()).set(event.who, event));
  }
  return maps;
}
