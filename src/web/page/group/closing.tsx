import { useEffect, useMemo, useState } from 'preact/hooks';
import type { RoomForHost, RoomForVoter } from '../../protocol.ts';
import { useSay } from '../lang.ts';
import { words } from './words.ts';

const everyMs = 250;

/** How long the vote is open, by the clock of whoever looks; nothing where it is until somebody closes it. */
export function Closing({ room }: { readonly room: RoomForHost | RoomForVoter }) {
  const say = useSay();
  const endMs = useMemo(() => performance.now() + (room.closesInMs ?? 0), [room]);
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((ticks) => ticks + 1), everyMs);
    return () => clearInterval(timer);
  }, []);
  if (room.closesInMs === null) return null;
  const seconds = Math.ceil(Math.max(0, endMs - performance.now()) / 1_000);
  return (
    <p class="turnout" role="timer">
      {say(words.closesIn(seconds))}
    </p>
  );
}
