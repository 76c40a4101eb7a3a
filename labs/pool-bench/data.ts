// What the acts find, as it goes into the record.
import type { ActsData, ClosedLoad, HistogramJson, OpenLoad } from '../../src/kit/judge.ts';

/**
 * fresh: connect, log in, ask, close, for every operation. one-by-one: one connection, and whoever wants it waits for
 * the one before. shared: one connection, everybody's requests on their way at once. auto-pipelined: the same, and
 * what was asked in one turn of the event loop is sent as one piece. pool: N connections, one request each.
 * hand-made-pool: the same with a queue of ours in place of the pool library.
 * Of threads there are fresh ones, pools, and none: inline, the work is done where the request came in.
 */
export type ShapeId =
  | 'fresh'
  | 'one-by-one'
  | 'shared'
  | 'auto-pipelined'
  | 'pool'
  | 'hand-made-pool'
  | 'inline';

export type Client = 'ioredis' | 'node-redis' | 'raw' | 'pg' | 'worker' | 'piscina' | 'main';

export interface RoundTrip {
  /** What `--rtt` asked for: the proxy holds every answer that long. */
  readonly addedMs: number;
  /** A PING on an idle connection, the median: what really came out. A timer is late, by up to a millisecond. */
  readonly measuredMs: number;
  /** The server is on another machine: then nothing added is not the loopback. */
  readonly distant?: true;
}

export interface Cell extends Place {
  readonly arms: readonly ArmFigures[];
}

export interface ArmFigures {
  readonly shape: ShapeId;
  readonly client: Client;
  readonly poolSize: number | null;
  readonly tls: boolean;
  /** What each round achieved: two arms are compared round by round. */
  readonly rounds: readonly { readonly round: number; readonly perSecond: number }[];
  /** Rounds that do not count: something went wrong in them. */
  readonly failed: readonly { readonly round: number; readonly reason: string }[];
  /** Everything below is of the rounds that count, together. */
  readonly operations: number;
  readonly elapsedMs: number;
  readonly latency: HistogramJson;
  /** Connecting and logging in, for a shape that does so in every operation. */
  readonly connect: HistogramJson | null;
  /** How busy this process was, 0 to 1: the median round. */
  readonly busyShare: number;
  /** What the operations took of client and server; only where it was counted. */
  readonly cost?: Cost;
  /** PostgreSQL: whether a commit waits for the disk; only where that was compared. */
  readonly synchronousCommit?: 'on' | 'off';
}

/** Of all operations of an arm together. Null where the system or the server does not say. */
export interface Cost {
  readonly clientCpuUs: number;
  readonly serverCpuUs: number | null;
  /** System calls of the client that read, and that write (/proc/self/io). */
  readonly reads: number | null;
  readonly writes: number | null;
  /** GETs that the server counted meanwhile: somebody else's count of the same operations. */
  readonly served: number | null;
}

/** Where a cell is measured. */
export interface Place {
  readonly callers: number;
  /** Null where there is no network to cross. */
  readonly roundTrip: RoundTrip | null;
}

export interface Knee {
  readonly cell: Cell;
  /** Sizes that were asked for and not measured: a trial that does them justice would take too long. */
  readonly leftOut: readonly number[];
}

/** A given rate of requests over one network: how large a pool does it need? */
export interface Needed {
  readonly roundTrip: RoundTrip;
  readonly perSecond: number;
  /** How long one request holds a connection in a pool with room to spare: the mean; null where that was refused. */
  readonly holdingMs: number | null;
  readonly pools: readonly { readonly poolSize: number; readonly load: OpenLoad }[];
  /** Why the server did not let a pool in, in its own words: what was asked of it after that is not here. */
  readonly refused?: string;
}

/** One new connection, with nobody else about. */
export interface Connecting {
  readonly client: 'ioredis' | 'ioredis-unchecked' | 'node-redis' | 'raw';
  readonly connections: number;
  readonly p50Ms: number;
  /** The commands that go out together between two replies, trip by trip; the TCP handshake comes before them. */
  readonly trips: readonly (readonly string[])[];
}

export interface LoginCost {
  /** How often each of the two was asked, turn about on one connection. */
  readonly pairs: number;
  /** HELLO alone, the median. */
  readonly plainMs: number;
  /** HELLO with user and password, the median. */
  readonly withPasswordMs: number;
}

export interface TimeWait {
  /** Sockets in TIME_WAIT towards the server's port, on this machine. */
  readonly sockets: number;
  /** The ports that a connection may leave from. */
  readonly firstPort: number;
  readonly lastPort: number;
  /** Linux' tcp_tw_reuse: 0 never, 1 everywhere, 2 on the loopback only; null where the kernel has no such setting. */
  readonly reuse?: number | null;
}

export interface StallData {
  readonly stallMs: number;
  readonly durationMs: number;
  readonly closed: ClosedLoad;
  /** Requests at a fixed rate, from the intended start. */
  readonly open: OpenLoad;
  /**
   * The few callers who send them, one request each at a time, and the latency from their sends, as most scripts take
   * it. Without it (records before revision 3) each request was sent when it was due, whoever still waited.
   */
  readonly paced?: { readonly callers: number; readonly latencyFromSend: HistogramJson };
}

export interface FailuresData {
  /** Null where the system does not say. */
  readonly timeWait: TimeWait | null;
  readonly exhausted: Exhausted;
  readonly leaked: Leaked;
  readonly blocked: Blocked;
}

/** Everybody holds on to a connection; one more comes. */
export interface Exhausted {
  readonly poolSize: number;
  readonly acquireTimeoutMs: number;
  readonly waitedMs: number;
  /** What the caller sees. */
  readonly error: string | null;
}

/** Code that forgets to give a connection back when something throws. */
export interface Leaked {
  readonly poolSize: number;
  /** Every so many requests the work throws. */
  readonly throwsEvery: number;
  /** Requests that still got a connection, until one got none. */
  readonly served: number;
  readonly error: string | null;
}

/** A command that waits (BLPOP), and a GET that comes after it. */
export interface Blocked {
  readonly blockMs: number;
  /** The GET on the same connection: replies come in order, so it waits for the one before. */
  readonly behindMs: number;
  /** The GET on another connection of a pool, meanwhile. */
  readonly besideMs: number;
}

/** What the measuring loop itself costs per operation, with nothing to do in it. */
export interface Timed {
  readonly harnessNs: number;
}

export interface PostgresData extends Timed {
  /** A client per query and a pool, for each number of callers; at the callers in focus with Redis beside them. */
  readonly cells: readonly Cell[];
  /** The same callers, larger and larger pools, each reading rows of its own. */
  readonly knee: Cell;
  /** Everybody wants to change the same row: the pool in focus against the largest one, waiting for the disk and not. */
  readonly contended: Cell;
  /** What one login takes, with nobody else about; records before revision 3 have none. */
  readonly login?: PostgresLogin;
}

export interface PostgresLogin {
  /** As the server asked for it, in its own words; null where it asked for nothing. */
  readonly method: string | null;
  readonly connections: number;
  readonly connectP50Ms: number;
  /** SCRAM: how many times the client has to hash, as the server said, and how long that alone took. */
  readonly hashing: { readonly iterations: number; readonly p50Ms: number } | null;
}

/** One cell for each length of task. */
export interface ThreadsData extends Timed {
  readonly cores: number;
  readonly lengths: readonly { readonly taskMs: number; readonly cell: Cell }[];
}

export interface ShapesData extends Timed {
  readonly cells: readonly Cell[];
  /** Null where no password is asked for; records before revision 2 have none. */
  readonly login: LoginCost | null;
  /** Records before revision 3 have none. */
  readonly connecting?: readonly Connecting[];
}

export interface KneeData extends Timed {
  readonly knees: readonly Knee[];
  /** For each network; records before revision 3 have none. */
  readonly needed?: readonly Needed[];
}

export interface TlsData extends Timed {
  readonly cells: readonly Cell[];
}

/** By act. */
export interface PoolData {
  readonly shapes: ShapesData;
  readonly knee: KneeData;
  readonly stall: StallData;
  readonly failures: FailuresData;
  readonly tls: TlsData;
  readonly postgres: PostgresData;
  readonly threads: ThreadsData;
}

/** The same where an act may have been skipped. */
export type PoolTried = ActsData<PoolData>;
