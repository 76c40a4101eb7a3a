import { useRef } from 'preact/hooks';
import type { Text } from '../../../core/text.ts';
import { useSay } from '../lang.ts';
import { type Player, speeds } from '../player.ts';
import { keyHelp, speedText, timeText, words } from '../words.ts';
import { useKeys } from './keys.ts';
import { usePlayer } from './use-player.ts';

const icons = {
  toStart: 'M4 4v12M16 4l-9 6 9 6z',
  stepBack: 'M14 4l-7 6 7 6',
  play: 'M6 4l10 6-10 6z',
  pause: 'M6.5 4v12M13.5 4v12',
  step: 'M6 4l7 6-7 6',
  toEnd: 'M16 4v12M4 4l9 6-9 6z',
};

/** The scrubber is as fine as this: its places are shares of the time that is shown. */
const places = 10_000;

/**
 * The bar under a scene: there and back, play and step, how fast, and where.
 * @param still nothing moves by itself here: play is a step
 * @param summary what the scrubber says beside the time
 */
export function Transport(props: { player: Player; still: boolean; summary(us: number): Text }) {
  const { player, still, summary } = props;
  usePlayer(player);
  const say = useSay();
  const help = useRef<HTMLDialogElement>(null);
  const toggle = () => {
    if (still) player.step(1);
    else if (player.playing) player.pause();
    else player.play();
  };
  const toggleHelp = () => (help.current?.open ? help.current.close() : help.current?.showModal());
  useKeys(player, { toggle, toggleHelp });
  const { clock, us, speed } = player;
  const shown = clock.toDisplay(us);
  const share = (time: number) => (clock.totalUs === 0 ? 0 : clock.toDisplay(time) / clock.totalUs);
  const skipped = player.playing ? clock.skippedAt(us) : 0;
  const main = still ? 'step' : player.playing ? 'pause' : 'play';
  const button = (icon: keyof typeof icons, act: () => void, name = '') => (
    <button type="button" class={name} aria-label={say(words[icon])} title={say(words[icon])} onClick={act}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d={icons[icon]} />
      </svg>
    </button>
  );
  return (
    <div class="transport">
      <div class="scrub">
        <svg class="ticks" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">
          {player.axis.marks.map((time) => (
            <rect key={time} x={share(time) * 1_000 - 1} width={2} height={8} />
          ))}
        </svg>
        <input
          type="range"
          min={0}
          max={places}
          value={Math.round(share(us) * places)}
          aria-label={say(words.position)}
          aria-valuetext={`${say(timeText(us))}, ${say(summary(us))}`}
          onInput={({ currentTarget }) =>
            player.seek(clock.toReal((Number(currentTarget.value) / places) * clock.totalUs))
          }
        />
      </div>
      <div class="buttons">
        {button('toStart', () => player.seek(player.first))}
        {button('stepBack', () => player.step(-1))}
        {button(main, toggle, 'main')}
        {!still && button('step', () => player.step(1))}
        {button('toEnd', () => player.toEnd())}
        <p class="clock">
          <b>{say(timeText(us))}</b> / {say(timeText(player.last))}
          <small>
            {say({
              ko: `화면에서는 ${seconds(shown / speed)} / ${seconds(clock.totalUs / speed)}초`,
              en: `on the screen ${seconds(shown / speed)} / ${seconds(clock.totalUs / speed)} s`,
            })}
            {skipped > 0 && ` · ${say(skippedText(skipped))}`}
            {skipped === 0 && clock.skippedUs >= 1 && ` · ${say(leftOutText(clock.skippedUs))}`}
          </small>
        </p>
        <label class="speed">
          <span>{say(words.speed)}</span>
          <input
            type="range"
            min={0}
            max={speeds.length - 1}
            value={speeds.indexOf(speed)}
            aria-valuetext={say(speedText(speed))}
            onInput={({ currentTarget }) => player.setSpeed(speeds[Number(currentTarget.value)] ?? 1)}
          />
          <output>{say(speedText(speed))}</output>
        </label>
        <button
          type="button"
          class="ask"
          aria-label={say(words.help)}
          title={say(words.help)}
          onClick={toggleHelp}
        >
          ?
        </button>
      </div>
      <dialog ref={help} aria-label={say(words.help)}>
        <h3>{say(words.help)}</h3>
        <dl>
          {keyHelp.map(([key, does]) => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{say(does)}</dd>
            </div>
          ))}
        </dl>
        <form method="dialog">
          <button type="submit">{say(words.close)}</button>
        </form>
      </dialog>
    </div>
  );
}

function seconds(us: number): string {
  return (us / 1e6).toFixed(1);
}

/** While an idle stretch passes. */
function skippedText(us: number) {
  const { ko, en } = timeText(us);
  return { ko: `${ko} 건너뜀`, en: `skipping ${en}` };
}

/** Of the whole: so much of it nothing happened. */
function leftOutText(us: number) {
  const { ko, en } = timeText(us);
  return { ko: `조용한 ${ko}는 건너뛰어요`, en: `${en} of silence left out` };
}
