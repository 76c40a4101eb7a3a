import { useEffect, useRef, useState } from 'preact/hooks';
import type { Sureness } from '../../../core/act.ts';
import type { Text } from '../../../core/text.ts';
import { sureness } from '../../../render/words.ts';
import type { RoomForVoter, ToVoter } from '../../protocol.ts';
import { useSay } from '../lang.ts';
import { type Connection, connect } from '../live/connection.ts';
import { Bars } from './bars.tsx';
import { Closing } from './closing.tsx';
import { phases, words } from './words.ts';

const key = 'redis-lab-voter';
const bigKey = 'redis-lab-only-buttons';

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
  const [big, setBig] = useState(() => localStorage.getItem(bigKey) !== null);
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
  const choose = (wanted: boolean) => {
    setBig(wanted);
    if (wanted) localStorage.setItem(bigKey, '');
    else localStorage.removeItem(bigKey);
  };
  const vote: Voting = (wanted) =>
    room.kind === 'room' && connection.current?.say({ verb: 'vote', phaseId: room.phaseId, ...wanted });
  return (
    <main class={isVote && big ? 'phone big' : 'phone'}>
      <div class="phone-head">
        <p role="status" class="soft">
          {say(isOpen ? standing(room) : words.reconnecting)}
        </p>
        {isVote && (
          <button type="button" aria-pressed={big} onClick={() => choose(!big)}>
            {say(words.onlyButtons)}
          </button>
        )}
      </div>
      {room.kind === 'room' && room.question && (
        <>
          <h1 class={isVote && big ? 'hidden' : ''}>{say(room.question.prompt)}</h1>
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
          {room.phase !== 'discuss' && <p class="soft">{say(isVote ? words.changeable : words.lookUp)}</p>}
        </>
      )}
    </main>
  );
}

/** Where the room is, to one who looks at a phone. */
function standing(room: ToVoter): Text {
  if (room.kind === 'no-room') return words.waiting;
  return room.phase === 'lobby' ? words.youAreIn : phases[room.phase].name;
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
