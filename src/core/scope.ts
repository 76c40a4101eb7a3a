import type { Clock } from './clock.ts';
import { LeftBehindError } from './errors.ts';
import type { ServerInfo } from './server-info.ts';
import type { HeldServer, RunningService, Service, ServiceHost } from './service.ts';

/** A lifetime: what is started or deferred in it ends with it, last come first gone. */
export interface Scope {
  /** Starts a fresh server for an arm and returns its handle. */
  start<Handle>(service: Service<Handle>): Promise<Handle>;
  /** When the scope is closed already, the cleanup runs at once. */
  defer(cleanup: () => void | Promise<void>): void;
  /** An empty folder that goes with the run, however it ends. */
  tempFolder(name: string): Promise<string>;
}

export interface OwnedScope extends Scope {
  /** @param startedMs when it began, where it began before its turn */
  start<Handle>(service: Service<Handle>, startedMs?: number): Promise<Handle>;
  /** Ends what its users opened at its servers, and lets the servers live on. */
  release(): void;
  /** Hands its private servers over to the learner. */
  handOver(): Promise<HeldServer[]>;
  /** Ends everything; a cleanup that throws does not stop the others. Safe to call twice. */
  close(): Promise<void>;
  /** What the cleanups could not take back. */
  readonly left: readonly LeftBehindError[];
}

/** @param onServer is told of every server that is started in it */
export function openScope(
  host: ServiceHost,
  clock: Clock,
  onServer: (info: ServerInfo) => void = () => {},
): OwnedScope {
  const cleanups: (() => void | Promise<void>)[] = [];
  const releases: (() => void)[] = [];
  const handOvers: (() => Promise<HeldServer>)[] = [];
  const left: LeftBehindError[] = [];
  let closed = false;

  async function close(): Promise<void> {
    closed = true;
    for (let cleanup = cleanups.pop(); cleanup; cleanup = cleanups.pop()) {
      try {
        await cleanup();
      } catch (error) {
        // A server that died in the experiment cannot be closed politely; the supervisor ends it anyway.
        if (error instanceof LeftBehindError) left.push(error);
      }
    }
  }

  return {
    close,
    left,
    release() {
      for (const release of releases) release();
    },
    handOver: () => Promise.all(handOvers.map((handOver) => handOver())),
    defer(cleanup) {
      cleanups.push(cleanup);
      if (closed) void close();
    },
    tempFolder: (name) => host.tempFolder(name),
    async start<Handle>(service: Service<Handle>, startedMs = clock.nowMs()): Promise<Handle> {
      host.signal.throwIfAborted();
      const running: RunningService<Handle> = await service.start(host);
      cleanups.push(() => running.stop());
      if (running.release) releases.push(running.release);
      if (running.handOver) handOvers.push(running.handOver);
      if (closed) await close();
      host.signal.throwIfAborted();
      onServer(running.info);
      host.emit({ kind: 'service-ready', server: running.info, tookMs: clock.nowMs() - startedMs });
      return running.handle;
    },
  };
}
