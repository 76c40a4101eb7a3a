import type { LabEvent } from './events.ts';
import type { ServerInfo } from './server-info.ts';
import type { Text } from './text.ts';
import type { Happening } from './trace.ts';

/** A program that a service needs: the names it may have on PATH and the package that brings it. */
export interface Program {
  readonly name: string;
  readonly binaries: readonly string[];
  readonly versionArgs: readonly string[];
  /** A folder as seen from the program's own, with a `*` for its version: where asking would start a server. */
  readonly versionFolder?: string;
  /** Where a distribution keeps it beside PATH; a `*` stands for one folder's version. */
  readonly folders?: readonly string[];
  /** More than one with a space between them. */
  readonly packages: Readonly<Record<PackageManager, string>>;
  /** What no package manager has: the program of ours (`…-process.ts`) that gets it by means of the package. */
  readonly fetch?: string;
}

export type PackageManager = 'apt' | 'dnf' | 'pacman' | 'apk' | 'brew';

/** What a service is started with. Services know nothing of labs or of the terminal. */
export interface ServiceHost {
  readonly runId: string;
  readonly signal: AbortSignal;
  /** URLs of the learner's own servers, by service name. */
  readonly external: Readonly<Record<string, string | undefined>>;
  /** Whether every command sent is to be emitted (`--trace`). */
  readonly trace: boolean;
  emit(event: LabEvent): void;
  /** Writes into the trace of the run: what a handle does to its server, what a client sends and hears. */
  note(happening: Happening, arm?: string): void;
  /**
   * A new empty folder that only its owner may enter, gone after the run. The folder of another `owner` lies beside
   * the run's own, which nobody else may pass through.
   */
  tempFolder(name: string, owner?: User): Promise<string>;
  /** The same with a path that is short enough for a Unix socket in it, wherever TMPDIR points. */
  socketFolder(name: string, owner?: User): Promise<string>;
  /** A password for one private server: loopback lets every user of the machine in, so each server asks for one. */
  newSecret(): string;
  /** A process group that must not outlive the run, even if this process is killed with -9. */
  watchGroup(processGroup: number): void;
  forgetGroup(processGroup: number): void;
  /** Why a program cannot be had, with the way to get it; null when it is here. */
  whyMissing(program: Program): Promise<Text | null>;
  /** Something a running service depended on broke by itself: the run fails with this. */
  fail(error: Error): void;
}

/** Who runs a program. */
export interface User {
  readonly uid: number;
  readonly gid: number;
}

/** What a run asks of the learner's own Redis, and so the least that its user must be allowed to do (ACL). */
export interface Access {
  /** In small letters, a subcommand after a bar: `config|get`. */
  readonly commands: readonly string[];
  /** By the version that brought them: an older server does not take a rule that names them. */
  readonly since?: Readonly<Record<string, string>>;
  /** Patterns of channels, beside `redis-lab:*`. */
  readonly channels?: readonly string[];
}

/** How to bring up one server. `start` answers a handle with verbs and what the record must know. */
export interface Service<Handle> {
  readonly name: string;
  readonly programs: readonly Program[];
  /** How the learner names a server of their own instead: `--<name> URL`, or this environment variable. */
  readonly own?: {
    readonly variable: string;
    readonly label: Text;
    readonly access?: Access;
    /** Rejects with a LabError (usage) what is no address: told before any server is started. */
    check(url: string): Promise<void>;
  };
  /** Set by `onlyWhen`: whether a run with these parameters needs it. */
  readonly when?: (params: Readonly<Record<string, unknown>>) => boolean;
  /** Set by `optional`: a run goes on without it. */
  readonly optional?: true;
  start(host: ServiceHost): Promise<RunningService<Handle>>;
}

/** A service that not every run needs: its handle is null, and nobody has to have its programs, unless `when` says so. */
export function onlyWhen<Handle>(
  when: (params: Readonly<Record<string, unknown>>) => boolean,
  service: Service<Handle>,
): Service<Handle | null> {
  return { ...service, when };
}

/** A service that a run can do without: where a program is missing its handle says why, and what needs it is skipped. */
export function optional<Handle>(service: Service<Handle>): Service<Handle | { readonly skipped: Text }> {
  return { ...service, optional: true };
}

export interface RunningService<Handle> {
  readonly handle: Handle;
  readonly info: ServerInfo;
  /** Ends what its users opened, their connections, at the end of an act; the server lives on. */
  release?(): void;
  /** Hands a private server over to the learner (`--hold`); what has no process of its own has none. */
  handOver?(): Promise<HeldServer>;
  stop(): Promise<void>;
}

/** A private server in the hands of the learner, while a run is held. */
export interface HeldServer {
  readonly name: string;
  /** Without a password. */
  readonly url: string;
  /** Changes with a restart; null when it is dead. */
  pid(): number | null;
  readonly logFile: string;
  /** What talks to it by hand: `redis-cli -p 41234`; null where a browser would do. */
  readonly client: string | null;
  /** The shell's line before that, with no secret in it: `ps` shows it to everybody. Null where nobody asks for one. */
  readonly login: string | null;
  /** Asks it, on a connection of our own. Rejects when it is dead, or refuses. */
  ask?(words: readonly string[]): Promise<unknown>;
  /** Starts it again, on the same port. */
  restart?(): Promise<void>;
}

/** The handle that a service answers. */
export type HandleOf<S> = S extends Service<infer Handle> ? Handle : never;
