import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageData } from '../../page-data.ts';
import type { HostVerb, ToHost } from '../../protocol.ts';
import { type Connection, connect } from './connection.ts';
import { heard, type LiveState, nothingKnown } from './live-state.ts';

export interface Host extends LiveState {
  readonly isOpen: boolean;
  /** The run that was fetched last; null while another is under way. */
  readonly page: PageData | null;
  say(verb: HostVerb): void;
  /** Back to the catalogue. */
  leave(): void;
}

/** The server of the demo, as the host's page has it. */
export function useHost(): Host {
  const [state, setState] = useState(nothingKnown);
  const [isOpen, setOpen] = useState(false);
  const [page, setPage] = useState<PageData | null>(null);
  const known = useRef(nothingKnown);
  const connection = useRef<Connection | null>(null);
  const take = (next: LiveState) => {
    known.current = next;
    setState(next);
  };
  useEffect(() => {
    const now = connect('/host', {
      opened: () => (known.current.seq > 0 ? { verb: 'join', after: known.current.seq } : { verb: 'join' }),
      message(said) {
        const before = known.current;
        const next = heard(before, said as ToHost);
        take(next);
        if (next.hole && !before.hole) now.say({ verb: 'since', after: next.seq });
        if ((said as ToHost).kind === 'hello') now.say({ verb: 'catalogue' });
      },
      state: setOpen,
    });
    connection.current = now;
    return now.close;
  }, []);
  useEffect(() => {
    setPage(null);
    if (state.data === null) return;
    const gone = new AbortController();
    fetch(state.data, { signal: gone.signal })
      .then(async (answer) => setPage(await answer.json()))
      .catch(() => {}); // The server ended, or another run was opened meanwhile.
    return () => gone.abort();
  }, [state.data]);
  return {
    ...state,
    isOpen,
    page,
    say: (verb) => connection.current?.say(verb),
    leave: () => {
      take({ ...known.current, data: null, refused: null });
      connection.current?.say({ verb: 'catalogue' });
    },
  };
}
