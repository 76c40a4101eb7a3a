// PostgreSQL without a library: what pgbench -M prepared sends for each read, and nothing else.
// https://www.postgresql.org/docs/current/protocol-message-formats.html
import { Socket } from 'node:net';
import pg from 'pg';
import type { PostgresAddress } from '../../../src/services/postgres-client.ts';

/** ReadyForQuery, outside of a transaction. */
const ready = Buffer.from('Z\0\0\0\x05I', 'latin1');

export interface PostgresSocket {
  /** Sends a read, and returns what came when the server was ready again. */
  ask(read: Buffer): Promise<Buffer>;
  close(): Promise<void>;
}

/** pg logs in and has the statement parsed; from then on its socket is ours. */
export async function openPostgresSocket(address: PostgresAddress, sql: string): Promise<PostgresSocket> {
  const socket = new Socket();
  const client = new pg.Client({ ...address, stream: () => socket });
  await client.connect();
  await client.query({ name: statement, text: sql, values: [0] });
  socket.removeAllListeners('data');
  let answer = (_reply: Buffer) => {};
  // One read at a time, so that nothing comes behind its ReadyForQuery.
  socket.on('data', (chunk: Buffer) => {
    if (chunk.subarray(-ready.length).equals(ready)) answer(chunk);
  });
  return {
    ask(read) {
      socket.write(read);
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
    close: () => client.end(),
  };
}

const statement = 'get';

/** Bind, Describe, Execute and Sync, as libpq sends them for a statement that is prepared. */
export function readOf(key: number): Buffer {
  const value = String(key);
  const bind = `\0${statement}\0${int16(0)}${int16(1)}${int32(value.length)}${value}${int16(0)}`;
  const all = [message('B', bind), message('D', 'P\0'), message('E', `\0${int32(0)}`), message('S', '')];
  return Buffer.from(all.join(''), 'latin1');
}

const message = (type: string, body: string) => `${type}${int32(body.length + 4)}${body}`;
const int16 = (value: number) => String.fromCharCode(value >> 8, value & 0xff);
const int32 = (value: number) => int16(value >> 16) + int16(value & 0xffff);
