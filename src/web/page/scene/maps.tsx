import { useContext, useMemo } from 'preact/hooks';
import { htmlBlock } from '../../../render/html/blocks.ts';
import { namesOf } from '../../../render/trace-event.ts';
import type { MapBlock } from '../../../report/blocks.ts';
import { Html } from '../html.tsx';
import { LangContext } from '../lang.ts';
import type { Player } from '../player.ts';
import { looksOf, shownAt } from './looks.ts';
import type { Scene } from './scene.ts';
import { usePlayer } from './use-player.ts';

/** On one map; more would stand in each other's way. */
const mostNames = 8;

/** Each screen with a map as it was at this moment: whom it shows where, and who is there and not shown. */
export function Maps({ scene, player, radiusM }: { scene: Scene; player: Player; radiusM: number }) {
  usePlayer(player);
  const lang = useContext(LangContext);
  const happened = scene.replay.countUpTo(player.us);
  const looks = useMemo(() => looksOf(scene.trace.events), [scene]);
  const html = useMemo(() => {
    const nameOf = namesOf(scene.trace.header, lang);
    return [...shownAt(looks, happened)]
      .map(([map, dots]): MapBlock => {
        const name = nameOf(map);
        return {
          kind: 'map',
          id: map,
          title: { ko: name, en: name },
          radiusM,
          dots: dots.map(({ who, eastM, northM, seen }) => ({
            ...{ id: who, eastM, northM, seen },
            ...(dots.length <= mostNames && { name: nameOf(who) }),
          })),
        };
      })
      .map(htmlBlock)
      .join('');
  }, [scene, looks, happened, lang, radiusM]);
  return <Html class="maps" html={html} />;
}
