import { useEffect, useState } from 'preact/hooks';
import { type Lang, same, type Text } from '../../../core/text.ts';
import { sayer } from '../../../render/trace-event.ts';
import { useSay } from '../lang.ts';
import type { Player } from '../player.ts';
import { timeText } from '../words.ts';
import type { Scene } from './scene.ts';
import { summaryOf } from './summary.ts';

const everyMs = 1_000;

/** For who listens: each event when stepping, while playing a summary a second at most. */
export function Announcer({ scene, player }: { scene: Scene; player: Player }) {
  const say = useSay();
  const [said, setSaid] = useState<Text>(same(''));
  useEffect(() => {
    let last = 0;
    const { events, header } = scene.trace;
    return player.subscribe((isFrame) => {
      const now = performance.now();
      if (isFrame && now - last < everyMs) return;
      last = now;
      const event = events[scene.replay.countUpTo(player.us) - 1];
      const summary = summaryOf(scene, player.us);
      const what = (lang: Lang) => (isFrame || !event ? summary[lang] : sayer(header, lang)(event));
      const time = timeText(player.us);
      setSaid({ ko: `${time.ko}, ${what('ko')}`, en: `${time.en}, ${what('en')}` });
    });
  }, [scene, player]);
  return (
    <p class="hidden" role="log" aria-live="polite">
      {say(said)}
    </p>
  );
}
