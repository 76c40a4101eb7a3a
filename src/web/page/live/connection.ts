// A WebSocket that comes back: after a lost connection, a laptop that slept, a page that was frozen.

export interface Connection {
  say(verb: object): void;
  close(): void;
}

const firstWaitMs = 250;
const longestWaitMs = 4_000;
const settleMs = 750;
const openWithinMs = 5_000;

export interface Heard {
  /** Each time it is open: what has to be said first. */
  opened(): object;
  message(said: unknown): void;
  /** Whether it is open; said at each change. */
  state(isOpen: boolean): void;
}

/** @param path at the page's own server, whatever its address */
export function connect(path: string, { opened, message, state }: Heard): Connection {
  let socket: WebSocket | null = null;
  let waitMs = firstWaitMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;

  function open(): void {
    clearTimeout(timer);
    drop();
    const now = new WebSocket(`ws://${location.host}${path}`);
    socket = now;
    timer = setTimeout(again, openWithinMs);
    now.onopen = () => {
      clearTimeout(timer);
      waitMs = firstWaitMs;
      now.send(JSON.stringify(opened()));
      state(true);
    };
    now.onmessage = ({ data }) => message(JSON.parse(data));
    now.onclose = () => {
      state(false);
      again();
    };
  }

  /** A socket that died without a word still looks open: it is let go, and says nothing more. */
  function drop(): void {
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  function again(): void {
    clearTimeout(timer);
    if (isOver) return;
    timer = setTimeout(open, waitMs);
    waitMs = Math.min(2 * waitMs, longestWaitMs);
  }

  /** The phone was unlocked, the network changed: nobody waits for a time that was set before. */
  function awake(): void {
    if (isOver || document.visibilityState === 'hidden') return;
    waitMs = firstWaitMs;
    clearTimeout(timer);
    timer = setTimeout(open, settleMs);
  }

  const shown = ({ persisted }: PageTransitionEvent) => {
    if (persisted) awake();
  };
  document.addEventListener('visibilitychange', awake);
  window.addEventListener('pageshow', shown);
  window.addEventListener('online', awake);
  open();
  return {
    say(verb) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(verb));
    },
    close() {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', awake);
      window.removeEventListener('pageshow', shown);
      window.removeEventListener('online', awake);
      drop();
    },
  };
}
