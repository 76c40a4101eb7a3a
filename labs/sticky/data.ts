// What the acts find, as it goes into the record: plain JSON.
import type { ActsData, HistogramJson, Text } from '../../src/kit/judge.ts';

/** By act. */
export interface StickyData {
  readonly model: ModelData;
  readonly sessions: SessionsData;
  readonly 'web-sockets': WebSocketsData;
  readonly handshakes: HandshakesData;
  readonly 'in-the-path': InThePathData;
  /** Records of revision 2 lack it, as they lack `crash`. */
  readonly race: RaceData;
  readonly crash: CrashData;
  readonly proof: ProofData;
}

/** What judges see: an act may have been skipped. */
export type StickyTried = ActsData<StickyData>;

export type BalancerName = 'nginx' | 'HAProxy';

/** It is here and did not come up: its arms are left out. */
export interface NotUp {
  readonly balancer: BalancerName;
  readonly why: Text;
}

export type ModelData = readonly ScenarioResult[];

export interface ScenarioResult extends Outcome {
  readonly scenario: string;
  readonly strategy: string;
}

/** What became of the clients of one strategy in one scenario. */
export interface Outcome {
  readonly clients: number;
  /** All picks made, those of the first arrival included: the work of the run. */
  readonly picks: number;
  readonly requests: number;
  /** Requests that no server answered. */
  readonly unanswered: number;
  /**
   * Requests that found the user's session. In a server's memory it is found only on the server that made it;
   * elsewhere the user must log in again. In Redis every server finds it, for one round trip a request.
   */
  readonly found: { readonly inMemory: number; readonly inRedis: number };
  readonly handshakes: number;
  readonly brokenHandshakes: number;
  /** Clients whose server at the end is another than before the scenario began. */
  readonly moved: number;
  /** How many clients each server has at the end. */
  readonly clientsOf: readonly number[];
  /** The fullest server against the mean, for its weight; null when no client is on a server that is up. */
  readonly maxOverMean: number | null;
  /** WebSockets that the scenario cut: the most at one moment, and in all. */
  readonly reconnects: { readonly atOnce: number; readonly total: number };
}

export type SessionsData = readonly SessionsArm[];
export type Store = 'memory' | 'redis';

export interface SessionsArm {
  readonly store: Store;
  /** Requests of users who had been here before. */
  readonly requests: number;
  readonly found: number;
  /** Why trials failed that are left out: what the server said. */
  readonly refused?: string;
  /** The time a request spends on reading its session (GET), and on writing it back (SET). */
  readonly read: HistogramJson;
  readonly write: HistogramJson;
}

export type RaceWay = 'get-set' | 'one-command' | 'hash-field' | 'watch';

/** Two requests of one user at a time, each adding a thing to the one basket. */
export interface RaceData {
  readonly arms: readonly RaceArm[];
}

export interface RaceArm {
  readonly way: RaceWay;
  /** Put into the basket, and found there at the end. */
  readonly items: number;
  readonly kept: number;
  /** How often an EXEC was refused and the request began again. */
  readonly retries: number;
  /** What the server said when it did not let us write: the arm has no figures then. */
  readonly refused?: string;
}

export type CrashWay = 'no-check' | 'check' | 'redispatch' | 'nginx';

export interface CrashData {
  /** How the arm `check` looks at its servers. */
  readonly checkEveryMs: number;
  readonly believedAfter: number;
  /** Without those of a balancer that is missing. */
  readonly arms: readonly CrashArm[];
  readonly failed?: readonly NotUp[];
}

/** A user whose cookie names a server that has just died. */
export interface CrashArm {
  readonly way: CrashWay;
  readonly asked: number;
  readonly refused: number;
  /** From the crash to the first good answer; null when none came. */
  readonly servedAfterMs: number | null;
}

export interface WebSocketsData {
  readonly connections: number;
  /** How many each server accepted under round robin. */
  readonly acceptedBy: readonly number[];
  readonly framesEach: number;
  readonly framesAnswered: number;
  /** Answered by another server than the one that accepted the connection. */
  readonly framesElsewhere: number;
  readonly broken: number;
  /** Ordinary requests that nginx went on balancing meanwhile, by server. */
  readonly requestsMeanwhile: readonly number[];
  /** Everybody hangs up and comes back: so many are at another server then. */
  readonly returns: readonly { readonly method: NginxMethod; readonly elsewhere: number }[];
  /** Records of revision 2 lack it. */
  readonly cuts?: CutsData;
  /** Modules that this build of nginx lacks: what needs them is left out. */
  readonly lacking?: readonly string[];
}

/** When a balancer does cut a WebSocket. */
export interface CutsData {
  /** `proxy_read_timeout`: a silent one is cut after so long, one that talks is not. */
  readonly timeoutMs: number;
  readonly silentCutAfterMs: number;
  readonly talkingLives: boolean;
  /** Open when nginx read its configuration anew, and still answered afterwards. */
  readonly reloaded: { readonly open: number; readonly live: number };
  /** So many fitted into so many `worker_connections`; then the client saw this. */
  readonly limit: { readonly workerConnections: number; readonly opened: number; readonly refusal: string };
}

export type NginxMethod = 'round_robin' | 'least_conn' | 'ip_hash' | 'consistent';

export interface HandshakesData {
  /** The first requests of one handshake under round robin; empty without nginx. */
  readonly firstRefusal: readonly WireStep[];
  /** Without those of a balancer that is missing. */
  readonly arms: readonly HandshakesArm[];
  readonly missing: readonly BalancerName[];
  readonly failed?: readonly NotUp[];
  /** Modules that this build of nginx lacks: the arms that need them are left out. */
  readonly lacking?: readonly string[];
}

export type HandshakeArm = NginxMethod | 'websocket-only' | 'cookie' | 'cookie-no-jar';

export interface HandshakesArm {
  readonly arm: HandshakeArm;
  readonly clients: number;
  /** Came through to an open WebSocket whose server answered. */
  readonly connected: number;
  /** What those got who did not: the status and the body, as the client saw them. */
  readonly refusals: readonly { readonly answer: string; readonly clients: number }[];
}

/** One request of a handshake and what came back. */
export interface WireStep {
  readonly sent: string;
  /** The body that went with it; empty for a GET. */
  readonly message: string;
  readonly status: number;
  readonly body: string;
  /** Which of the servers nginx says it was. */
  readonly server: number;
}

export interface InThePathData {
  /** The client's own end of its connection, and what the server sees as its peer. */
  readonly ends: Readonly<Record<'balanced' | 'direct', { readonly client: string; readonly peer: string }>>;
  /** What nginx wrote into its log for connections that carried so many frames. */
  readonly carried: readonly { readonly frames: number; readonly bytes: number }[];
  /** One answer's size: its text and the two bytes of a WebSocket frame's head. */
  readonly frameBytes: number;
  readonly paused: {
    readonly directAnswers: number;
    readonly balancedAnswers: number;
    /** Answers that came once nginx went on. */
    readonly afterResume: number;
  };
  readonly killed: {
    /** Did the balanced connection end, as the client and as the server saw it? */
    readonly clientSawEnd: boolean;
    readonly serverSawEnd: boolean;
    readonly directAnswers: number;
  };
}

export interface ProofData {
  /** One entry a configuration. Zero mismatches in all of them is the only pass. */
  readonly proof: readonly Comparison[];
  /** Of the balancers that it was proved against; records of revision 2 lack them. */
  readonly versions?: readonly { readonly balancer: BalancerName; readonly version: string }[];
  /** Balancers that are not on this machine, and the configurations that could not be proved without them. */
  readonly unproved: readonly { readonly balancer: BalancerName; readonly configurations: number }[];
  /** Configurations that the installed balancer is too old for. */
  readonly tooOld: readonly TooOld[];
  /** Configurations for which this build of nginx lacks a module. */
  readonly unbuilt?: readonly { readonly name: string; readonly module: string }[];
  /** Configurations that the installed balancer treats by other rules; records of revision 2 lack them. */
  readonly otherRules?: readonly OtherRules[];
}

/** How often the model named another server than the real balancer did. */
export interface Comparison {
  readonly name: string;
  readonly picks: number;
  readonly mismatches: number;
  /** It could not be finished, and why: nothing is said of it. */
  readonly cut?: string;
}

/** A configuration that the installed balancer is known to treat by rules which the model does not have. */
export interface OtherRules {
  readonly name: string;
  readonly balancer: BalancerName;
  readonly version: string;
  readonly rules: 'leastconn order' | 'consistent hash';
  readonly from: string;
}

/** What a balancer must be able to do, and the version that brought it. */
export interface Feature {
  readonly feature: 'sticky cookie';
  readonly since: string;
}

export interface TooOld extends Feature {
  /** Of the configuration. */
  readonly name: string;
  readonly balancer: BalancerName;
  /** The installed one. */
  readonly version: string;
}
