import { useEffect, useState } from 'preact/hooks';
import type { Player } from '../player.ts';

const refreshMs = 100;

/** Draws what calls it anew when the player was moved, and ten times a second while it moves by itself. */
export function usePlayer(player: Player): void {
  const [, draw] = useState(0);
  useEffect(() => {
    let last = 0;
    return player.subscribe((isFrame) => {
      const now = performance.now();
      if (isFrame && now - last < refreshMs) return;
      last = now;
      draw((count) => count + 1);
    });
  }, [player]);
}
