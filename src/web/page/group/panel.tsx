import { useEffect, useState } from 'preact/hooks';
import type { Entrance, HostVerb, LabCard, RoomForHost } from '../../protocol.ts';
import { useSay } from '../lang.ts';
import { Bars } from './bars.tsx';
import { Closing } from './closing.tsx';
import { TakeHome } from './take-home.tsx';
import { phases, words } from './words.ts';

/** So long a room may be given. */
const countdowns = [30, 60];

/** The room on the wall: the question, how many have voted, and one key that leads on. */
export function GroupPanel(props: {
  readonly room: RoomForHost;
  /** Undefined until the catalogue is there. */
  readonly lab: LabCard | undefined;
  readonly entrance: Entrance;
  readonly isRunning: boolean;
  say(verb: HostVerb): void;
}) {
  const { room, lab, entrance, isRunning, say: tell } = props;
  const { phase, phaseId, question, title, reveal, step, of, people, online, voted } = room;
  const say = useSay();
  const isVote = phase === 'vote1' || phase === 'vote2';
  const next = isRunning ? null : phases[phase].next;
  const goOn = () => next && tell({ verb: 'next', phaseId });
  useEffect(() => {
    const onKey = ({ key, target }: KeyboardEvent) => {
      const inControl = target instanceof HTMLElement && target.matches('input, select, textarea, button');
      if (key === 'ArrowRight' && !inControl) goOn();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
  return (
    <section class="room" aria-label={say(phases[phase].name)}>
      <div class="room-head">
        <p role="status">
          <strong>{say(phases[phase].name)}</strong>
          {question && (
            <span class="soft">
              {' '}
              · {step + 1}/{of}
            </span>
          )}
        </p>
        <Door entrance={entrance} />
      </div>
      {phase === 'lobby' && lab && (
        <>
          <h1>{say(lab.title)}</h1>
          <p>{say(lab.question)}</p>
        </>
      )}
      {title && <p class="soft">{say(title)}</p>}
      {question && <h1>{say(question.prompt)}</h1>}
      {question && !reveal && (
        <ol class="options">
          {question.choices.map(({ id, label }) => (
            <li key={id}>{say(label)}</li>
          ))}
        </ol>
      )}
      {question && reveal && <Bars question={question} reveal={reveal} />}
      {people > 0 && (isVote || phase === 'lobby') && (
        <p class="turnout" aria-live="polite">
          {say(phase === 'lobby' ? words.here(people) : words.votedOf(voted, people))}
          {people > online && ` · ${say(words.offline(people - online))}`}{' '}
          {isVote && people > 0 && voted === people && <strong>{say(words.all)}</strong>}
        </p>
      )}
      <Closing room={room} />
      {isVote && room.endsInMs === null && (
        <p class="actions">
          {countdowns.map((seconds) => (
            <button key={seconds} type="button" onClick={() => tell({ verb: 'close-in', phaseId, seconds })}>
              {say(words.closeIn(seconds))}
            </button>
          ))}
        </p>
      )}
      {isVote && question && <Hands key={phaseId} room={room} choices={question.choices.length} say={tell} />}
      {room.polled.length > 0 && <TakeHome lab={room.lab} polled={room.polled} />}
      {next && (
        <button type="button" class="main" onClick={goOn}>
          {say(next)} →
        </button>
      )}
      {phase === 'end' && (
        <button type="button" onClick={() => tell({ verb: 'group', lab: room.lab })}>
          {say(words.again)}
        </button>
      )}
    </section>
  );
}

/** Where phones come in: small, and always there. */
function Door({ entrance: { url, letters, qr } }: { readonly entrance: Entrance }) {
  const say = useSay();
  if (url === null) return <p class="soft door">{say(words.noLan)}</p>;
  return (
    <div class="door">
      {qr && (
        <svg viewBox={`0 0 ${qr.size} ${qr.size}`} role="img" aria-label={url}>
          <rect width={qr.size} height={qr.size} fill="#fff" />
          <path d={qr.path} fill="#000" />
        </svg>
      )}
      <p>
        {say(words.join)}
        <br />
        <code>{url.slice(0, -letters.length)}</code>
        <strong>{letters}</strong>
      </p>
    </div>
  );
}

/** A room without phones, or with some who have none. */
function Hands(props: { readonly room: RoomForHost; readonly choices: number; say(verb: HostVerb): void }) {
  const { room, choices, say: tell } = props;
  const say = useSay();
  const [counts, setCounts] = useState<readonly number[]>(Array.from({ length: choices }, () => 0));
  const take = (event: Event) => {
    event.preventDefault();
    tell({ verb: 'hands', phaseId: room.phaseId, hands: counts });
  };
  return (
    <details open={room.people === 0}>
      <summary>{say(words.hands)}</summary>
      <form class="hands" onSubmit={take}>
        {counts.map((count, index) => (
          <label key={index}>
            {index + 1}{' '}
            <input
              type="number"
              min={0}
              max={9_999}
              value={count}
              onInput={({ currentTarget }) => setCounts(counts.with(index, currentTarget.valueAsNumber || 0))}
            />
          </label>
        ))}
        <button type="submit">{say(words.keep)}</button>
        {room.hands !== null && <span class="soft"> ✓ {room.hands}</span>}
      </form>
    </details>
  );
}
