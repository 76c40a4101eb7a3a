import { useContext, useEffect, useState } from 'preact/hooks';
import { namesOf, sayEvent } from '../../../render/trace-event.ts';
import { LangContext } from '../lang.ts';
import type { Player } from '../player.ts';
import { timeText } from '../words.ts';
import type { Scene } from './scene.ts';
import { summaryOf } from './summary.ts';

const everyMs = 1_000;

/** For who listens: each event when stepping, while playing a summary a second at most. */
export function Announcer({ scene, player }: { scene: Scene; player: Player }) {
  const lang = useContext(LangContext);
  const [said, say] = useState('');
  useEffect(() => {
    let last = 0;
    const nameOf = namesOf(scene.trace.header, lang);
    return player.subscribe((isFrame) => {
      const event = scene.trace.events[scene.replay.countUpTo(player.us) - 1];
      const now = performance.now();
      if (!isFrame && event) say(`${timeText(event.atUs)[lang]} ${sayEvent(event, nameOf, lang)}`);
      if (!isFrame || now - last < everyMs) return;
      last = now;
      say(`${timeText(player.us)[lang]}, ${summaryOf(scene, player.us)[lang]}`);
    });
  }, [scene, player, lang]);
  return (
    <p class="hidden" role="log" aria-live="polite">
      {said}
    </p>
  );
}
