import { useSay } from '../lang.ts';
import { words } from '../words.ts';
import type { Scene } from './scene.ts';
import { channelsOf } from './tracks.ts';

/** As on the canvas (`shapes` of glyphs.ts), for the legend. */
const paths = [
  'M2 7a5 5 0 1 0 10 0a5 5 0 1 0-10 0',
  'M2 2h10v10H2z',
  'M7 .5l6.5 6.5L7 13.5.5 7z',
  'M7 .5l6 11.5H1z',
];
/** More than the eye keeps apart. */
const mostChannels = 6;

/** What the shapes of a stage stand for: its channels, and what did not arrive. */
export function Legend({ scene }: { scene: Scene }) {
  const say = useSay();
  const channels = channelsOf(scene);
  const { outcome } = scene.replay.hops;
  const isDropped = scene.trace.events.some(({ kind }) => kind === 'drop');
  return (
    <ul class="legend">
      {channels.slice(0, mostChannels).map((channel, at) => (
        <li key={channel}>
          <svg viewBox="0 0 14 14" aria-hidden="true" class={`hue-${at + 1}`}>
            <path d={paths[at % paths.length]} />
          </svg>
          {channel}
        </li>
      ))}
      {channels.length > mostChannels && <li>{say(words.moreChannels(channels.length - mostChannels))}</li>}
      {outcome.some((one) => one !== 1) && (
        <li>
          <span class="waiting">…</span> {say(words.waiting)}
        </li>
      )}
      {isDropped && (
        <li>
          <svg viewBox="0 0 14 14" aria-hidden="true" class="cross">
            <path d="M2 2l10 10M12 2L2 12" />
          </svg>
          {say(words.neverArrived)}
        </li>
      )}
    </ul>
  );
}
