import { afterEach, expect } from 'vitest';
import WebSocket, { type ClientOptions } from 'ws';
import { type ChatOptions, type ChatServer, startChat } from '../../src/chat/server.ts';
import { signToken } from '../../src/chat/token.ts';
import { subprotocol } from '../../src/chat/wire.ts';
import { startPrivate } from '../../src/services/redis-private.ts';
import type { RedisServer } from '../../src/services/redis-server.ts';
import { eventually } from '../eventually.ts';
import { openTestHost, type TestHost } from '../service-host.ts';
import { type Person, person, secret } from './people.ts';

export interface House {
  readonly host: TestHost;
  readonly redis: RedisServer;
  open(options?: Partial<ChatOptions>): Promise<ChatServer>;
  /** Somebody at a server, or wherever `url` says at each attempt. */
  person(
    user: string,
    at: { readonly port: number } | (() => string),
    room?: string,
    options?: { backOffMs?: number },
  ): Person;
  /** A bare WebSocket, for what no client of ours does. */
  raw(at: { readonly port: number }, user: string, options?: RawOptions): Promise<Raw>;
  defer(cleanup: () => unknown): void;
}

export interface RawOptions extends ClientOptions {
  /** In place of a good one. */
  readonly token?: string;
}

export interface Raw {
  readonly ws: WebSocket;
  readonly heard: { t: string }[];
  code: number | null;
  /** The status of a refused upgrade. */
  status: number | null;
  say(message: object | string): void;
}

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (let cleanup = cleanups.pop(); cleanup; cleanup = cleanups.pop()) await cleanup();
});

/** A private Redis and what stands on it, gone after the test. */
export async function openHouse(config: Record<string, string> = {}): Promise<House> {
  const host = openTestHost();
  const { handle: redis, stop } = await startPrivate(host, { save: '', appendonly: 'no', ...config });
  cleanups.push(
    () => host.removeFolders(),
    () => stop(),
  );
  let servers = 0;
  return {
    host,
    redis,
    async open(options = {}) {
      servers += 1;
      const name = `server-${servers}`;
      const server = await startChat({
        port: 0,
        name,
        secret,
        mode: 'recovery',
        redis: redis.address,
        ...options,
      });
      cleanups.push(() => server.close());
      return server;
    },
    person(user, at, room = 'lobby', options = {}) {
      const url = typeof at === 'function' ? at : () => `ws://127.0.0.1:${at.port}`;
      const one = person(user, room, url, options);
      cleanups.push(() => one.client.close());
      return one;
    },
    async raw(at, user, { token, ...options } = {}) {
      const ticket = token ?? (await signToken(secret, user, 60_000));
      const protocols = ticket === '' ? [subprotocol] : [subprotocol, ticket];
      const ws = new WebSocket(`ws://127.0.0.1:${at.port}`, protocols, options);
      const raw: Raw = {
        ws,
        heard: [],
        code: null,
        status: null,
        say: (message) => ws.send(typeof message === 'string' ? message : JSON.stringify(message)),
      };
      ws.on('message', (data) => raw.heard.push(JSON.parse(String(data))));
      ws.on('close', (code) => {
        raw.code = code;
      });
      ws.on('unexpected-response', (_, { statusCode = 0 }) => {
        raw.status = statusCode;
      });
      ws.on('error', () => {});
      cleanups.push(() => ws.terminate());
      await eventually(() =>
        expect(raw.heard.length > 0 || raw.code !== null || raw.status !== null).toBe(true),
      );
      return raw;
    },
    defer: (cleanup) => void cleanups.push(cleanup),
  };
}
