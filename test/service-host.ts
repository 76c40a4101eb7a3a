import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabEvent } from '../src/core/events.ts';
import type { ServiceHost } from '../src/core/service.ts';
import type { Happening } from '../src/core/trace.ts';

/** A host without a run: it remembers what the services tell it. */
export interface TestHost extends ServiceHost {
  readonly events: readonly LabEvent[];
  readonly watched: ReadonlySet<number>;
  /** What was written into the trace. */
  readonly noted: readonly Happening[];
  /** What `fail` was called with, as soon as it is. */
  readonly failure: Promise<Error>;
  /** Ctrl-C. */
  abort(): void;
  removeFolders(): Promise<void>;
}

export function openTestHost(overrides: Partial<ServiceHost> = {}): TestHost {
  const events: LabEvent[] = [];
  const noted: Happening[] = [];
  const watched = new Set<number>();
  const folders: string[] = [];
  const stop = new AbortController();
  let fail: (error: Error) => void = () => {};
  const failure = new Promise<Error>((resolve) => {
    fail = resolve;
  });
  const tempFolder: ServiceHost['tempFolder'] = async (name, owner) => {
    const folder = await mkdtemp(join(tmpdir(), `redis-lab-test-${name}-`));
    folders.push(folder);
    if (owner) await chown(folder, owner.uid, owner.gid);
    return folder;
  };
  return {
    runId: 'a-run',
    signal: stop.signal,
    external: {},
    trace: false,
    emit: (event) => void events.push(event),
    note: (happening) => void noted.push(happening),
    noted,
    tempFolder,
    socketFolder: tempFolder,
    newSecret: () => randomBytes(8).toString('hex'),
    whyMissing: async () => null,
    watchGroup: (group) => void watched.add(group),
    forgetGroup: (group) => void watched.delete(group),
    fail,
    events,
    watched,
    failure,
    abort: () => stop.abort(new Error('interrupted')),
    async removeFolders() {
      for (const folder of folders) await rm(folder, { recursive: true });
    },
    ...overrides,
  };
}
