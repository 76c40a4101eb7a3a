import { openLaboratory } from '../../src/commands/demo-lab.ts';
import { monotonicClock } from '../../src/measure/clock.ts';
import type { Io } from '../../src/terminal/io.ts';
import { type Demo, openDemo } from '../../src/web/demo.ts';
import type { HostVerb, RunWish, ToHost } from '../../src/web/protocol.ts';
import type { Pages } from '../../src/web/server/door.ts';
import { eventually } from '../eventually.ts';
import { cookieOf, type Talk, talk } from './raw.ts';

const io: Io = {
  lang: 'en',
  debug: false,
  signal: new AbortController().signal,
  out: async () => {},
  err: () => {},
  interrupt: () => {},
};

const short: Pages = { host: Buffer.from('host'), voter: Buffer.from('voter') };

/** The demo as the command opens it, with pages of a line where nobody looks at them. */
export function openTestDemo(pages = short): Promise<Demo> {
  const { nowMs } = monotonicClock;
  return openDemo({ laboratory: openLaboratory(io, null), pages, port: 0, lan: null, nowMs });
}

export interface HostTalk extends Talk {
  readonly cookie: string;
  say(verb: HostVerb): void;
  /** The first message of this kind from there on, where there is one. */
  hears<Kind extends ToHost['kind']>(kind: Kind, from?: number): Promise<Extract<ToHost, { kind: Kind }>>;
}

/** The host's page, joined. */
export async function hostOf(demo: Demo): Promise<HostTalk> {
  const cookie = await cookieOf(demo.port, demo.newUrl().replace(/^.*\/\?/, '/?'));
  const host = await talk(demo.port, '/host', cookie);
  host.say({ verb: 'join' });
  return {
    ...host,
    cookie,
    hears: (kind, from = 0) =>
      eventually(() => {
        const messages = host.heard.slice(from).map((text) => JSON.parse(text) as ToHost);
        const found = messages.find((message) => message.kind === kind);
        if (!found) throw new Error(`no ${kind} yet: ${messages.map(({ kind }) => kind).join(' ')}`);
        return found as Extract<ToHost, { kind: typeof kind }>;
      }),
  };
}

export const quickWish = (more: Partial<RunWish> = {}): RunWish => ({
  ...{ lab: 'pubsub', preset: 'quick', given: {}, acts: ['channel'], predictions: {} },
  ...more,
});
