import { useEffect, useRef, useState } from 'preact/hooks';
import { readPlace, writePlace } from '../hash.ts';
import { Player } from '../player.ts';
import { axisOf, type Scene, speedFor } from './scene.ts';

/**
 * One player for as long as the run is on the page; it is told when something else is shown, or more of it.
 * @param key what is shown
 */
export function useOwnPlayer(scenes: readonly Scene[], record: string, key: string, live: boolean): Player {
  const [scene] = scenes as [Scene];
  const begin = (player: Player) => {
    player.setSpeed(live ? 1 : speedFor(scene));
    if (live) player.toEnd();
    else player.seek(player.first);
  };
  const [player] = useState(() => {
    const made = new Player(axisOf(scenes), 1, live);
    begin(made);
    const { t, x, record: wanted } = readPlace();
    // A run that goes on is shown as it goes on: the moment of the address is long over.
    if (live || wanted !== record) return made;
    if (Number(x) > 0) made.setSpeed(Number(x));
    if (t) made.seek(Number(t) || made.first);
    return made;
  });
  const shown = useRef(key);
  useEffect(() => {
    player.setAxis(axisOf(scenes), live);
    if (key !== shown.current) begin(player);
    shown.current = key;
  }, [player, scenes, live]);
  useEffect(
    () =>
      player.subscribe((isFrame) => {
        if (isFrame) return; // Where it stops is enough, and a browser lets nobody change the address 60 times a second.
        const { act, arm } = scene.slice;
        writePlace({ record, act, arm, t: `${Math.round(player.us)}`, x: `${player.speed}` });
      }),
    [player, scene, record],
  );
  useEffect(() => {
    // Paper shows one moment for ever: the end, where nobody has chosen another.
    const back = () => player.seek(player.first);
    const print = () => {
      if (player.us > player.first) return;
      player.toEnd();
      addEventListener('afterprint', back, { once: true });
    };
    addEventListener('beforeprint', print);
    return () => {
      removeEventListener('beforeprint', print);
      removeEventListener('afterprint', back);
    };
  }, [player]);
  useEffect(() => () => player.pause(), [player]);
  return player;
}
