import { useEffect, useRef, useState } from 'preact/hooks';
import type { Sureness } from '../../../core/act.ts';
import { sureness } from '../../../render/words.ts';
import type { RoomForVoter, ToVoter } from '../../protocol.ts';
import { useSay } from '../lang.ts';
import { type Connection, connect } from '../live/connection.ts';
import { Bars } from './bars.tsx';
import { Closing } from './closing.tsx';
import { phases, words } from './words.ts';

const key = 'redis-lab-voter';

/** The same person after a reload or a locked phone. A page of plain HTTP has no randomUUID. */
function whoAmI(): string {
  const known = localStorage.getItem(key);
  if (known) return known;
  const id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  localStorage.setItem(key, id.join(''));
  return id.join('');
}

/** The page of somebody who votes: the question, and a button for each choice. */
export function Phone() {
  const say = useSay();
  const [room, setRoom] = useState<ToVoter>({ kind: 'no-room' });
  const [isOpen, setOpen] = useState(false);
  const connection = useRef<Connection | null>(null);
  useEffect(() => {
    const now = connect('/vote', {
      opened: () => ({ verb: 'join', id: whoAmI() }),
      message: (said) => setRoom(said as ToVoter),
      state: setOpen,
    });
    connection.current = now;
    return now.close;
  }, []);
  const isVote = room.kind === 'room' && (room.phase === 'vote1' || room.phase === 'vote2');
  const vote: Voting = (wanted) =>
    room.kind === 'room' && connection.current?.say({ verb: 'vote', phaseId: room.phaseId, ...wanted });
  return (
    <main class="phone">
      <p role="status" class="soft">
        {say(isOpen ? (room.kind === 'room' ? phases[room.phase].name : words.waiting) : words.reconnecting)}
      </p>
      {room.kind === 'room' && room.question && (
        <>
          <h1>{say(room.question.prompt)}</h1>
          {room.reveal ? (
            <Bars question={room.question} reveal={room.reveal} mine={room.mine} />
          ) : (
            <fieldset class="choices" aria-label={say(room.question.prompt)}>
              {room.question.choices.map(({ id, label }) => (
                <button
                  key={id}
                  type="button"
                  aria-pressed={room.mine === id}
                  disabled={!isVote || !isOpen}
                  onClick={() => vote({ choice: id })}
                >
                  {say(label)}
                </button>
              ))}
            </fieldset>
          )}
          {isVote && room.mine !== null && <HowSure room={room} isOpen={isOpen} vote={vote} />}
          <Closing room={room} />
          <p class="soft">{say(isVote ? words.changeable : words.lookUp)}</p>
        </>
      )}
    </main>
  );
}

type Voting = (wanted: { readonly choice: string; readonly sure?: Sureness }) => void;

/** Said by who wants to, after the choice. */
function HowSure(props: { readonly room: RoomForVoter; readonly isOpen: boolean; readonly vote: Voting }) {
  const { room, isOpen, vote } = props;
  const say = useSay();
  return (
    <fieldset class="sure">
      <legend>{say(words.howSure)}</legend>
      {sureness.map((text, at) => (
        <button
          key={text.en}
          type="button"
          aria-pressed={room.sure === at + 1}
          disabled={!isOpen}
          onClick={() => room.mine !== null && vote({ choice: room.mine, sure: (at + 1) as Sureness })}
        >
          {say(text)}
        </button>
      ))}
    </fieldset>
  );
}
