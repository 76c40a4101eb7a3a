import { useEffect, useMemo, useState } from 'preact/hooks';
import type { RoomForHost, RoomForVoter } from '../../protocol.ts';
import { useSay } from '../lang.ts';
import { closingWords } from './words.ts';

const everyMs = 250;

/** How long the vote is open or the room talks, by the clock of whoever looks; nothing where it is until somebody leads on. */
export function Closing({ room }: { readonly room: RoomForHost | RoomForVoter }) {
  const say = useSay();
  const endMs = useMemo(() => performance.now() + (room.endsInMs ?? 0), [room]);
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((ticks) => ticks + 1), everyMs);
    return () => clearInterval(timer);
  }, []);
  if (room.endsInMs === null) return null;
  const seconds = Math.ceil(Math.max(0, endMs - performance.now()) / 1_000);
  return (
    <p class="turnout" role="timer">
      {say(closingWords(room.phase, seconds))}
    </p>
  );
}
