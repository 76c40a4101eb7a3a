import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settlePostgres } from '../../src/services/postgres-client.ts';
import { parsePostgresUrl } from '../../src/services/postgres-url.ts';
import { makeCertificate } from '../certificate.ts';
import { eventually } from '../eventually.ts';

/** The words of PostgreSQL's protocol, version 3, that a login takes. */
const loggedIn = [Buffer.concat([message('R', [0, 0, 0, 0]), message('Z', [...Buffer.from('I')])])];
const scram = [
  message('R', [0, 0, 0, 10, ...Buffer.from('SCRAM-SHA-256\0\0')]),
  message('R', [0, 0, 0, 11, ...Buffer.from('r=nonce,s=c2FsdA==,i=4096')]),
];
const sslRequest = 80_877_103;

function message(kind: string, body: number[]): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(kind), length, Buffer.from(body)]);
}

let folder: string;
let pem: { cert: Buffer; key: Buffer };
let certFile: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redis-lab-test-'));
  const files = await makeCertificate(folder);
  certFile = files.certFile;
  pem = { cert: await readFile(files.certFile), key: await readFile(files.keyFile) };
});
afterAll(() => rm(folder, { recursive: true }));

/** A server that says this when it is asked for TLS, and those words to what it hears then; it never hangs up by itself. */
async function withServer(
  { tls, login }: { readonly tls: 'S' | 'N'; readonly login: readonly Buffer[] },
  use: (url: string, open: Set<Socket>, server: Server) => Promise<void>,
): Promise<void> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => {}).once('close', () => open.delete(socket));
    const answer = (stream: Socket, words: readonly Buffer[]): void => {
      const [word, ...later] = words;
      if (word) stream.write(word);
      stream.once('data', () => answer(stream, later));
    };
    socket.once('data', (first) => {
      if (first.readInt32BE(4) !== sslRequest) return answer(socket, login);
      socket.write(tls);
      const stream = tls === 'N' ? socket : new TLSSocket(socket, { isServer: true, ...pem });
      stream.on('error', () => {}).once('data', () => answer(stream, login));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await use(`postgres://me:secret@127.0.0.1:${(server.address() as AddressInfo).port}/db`, open, server);
  } finally {
    for (const socket of open) socket.destroy();
    server.close();
  }
}

const settle = (url: string) => settlePostgres(parsePostgresUrl(url, {}));

describe('sslmode, as psql has it', () => {
  it('prefer takes TLS from anybody who has it, and goes without where there is none', async () => {
    await withServer({ tls: 'S', login: loggedIn }, async (url) => {
      expect((await settle(url)).ssl).toMatchObject({ rejectUnauthorized: false });
    });
    await withServer({ tls: 'N', login: loggedIn }, async (url) => {
      expect((await settle(url)).ssl).toBe(false);
    });
  });

  it('require is content with a certificate that signed itself, and not without TLS', async () => {
    await withServer({ tls: 'S', login: loggedIn }, async (url) => {
      expect((await settle(`${url}?sslmode=require`)).ssl).not.toBe(false);
    });
    await withServer({ tls: 'N', login: loggedIn }, async (url) => {
      await expect(settle(`${url}?sslmode=require`)).rejects.toMatchObject({
        exitCode: 1,
        explanation: { why: { en: 'sslmode demands TLS, and the server does not have it.' } },
      });
    });
  });

  it('verify-full trusts whom sslrootcert names, and nobody else', async () => {
    await withServer({ tls: 'S', login: loggedIn }, async (url) => {
      await settle(`${url}?sslmode=verify-full&sslrootcert=${encodeURIComponent(certFile)}`);
      await expect(settle(`${url}?sslmode=verify-full&sslrootcert=system`)).rejects.toMatchObject({
        exitCode: 1,
        explanation: { why: { en: expect.stringContaining('Its certificate is not trusted') } },
      });
      await expect(settle(`${url}?sslmode=verify-ca&sslrootcert=${folder}/none`)).rejects.toThrow('ENOENT');
    });
  });

  it('disable and allow begin without', async () => {
    await withServer({ tls: 'S', login: loggedIn }, async (url) => {
      for (const mode of ['disable', 'allow'])
        expect((await settle(`${url}?sslmode=${mode}`)).ssl).toBe(false);
    });
  });
});

describe('a server that cannot be used', () => {
  it('and wants a password that nobody gave is left at once', async () => {
    await withServer({ tls: 'N', login: scram }, async (url, open) => {
      const error = await settle(url.replace(':secret', '')).catch((thrown) => thrown);
      expect(error).toMatchObject({ exitCode: 1 });
      expect(error.explanation.why.en).toBe('It asks for the password of the user me.');
      await eventually(() => expect([...open]).toEqual([])); // Or the process would wait with it.
    });
  });

  it('is named without its password', async () => {
    const error = await settle('postgres://me:secret@127.0.0.1:1/db').catch((thrown) => thrown);
    expect(error.message).toContain('postgres://127.0.0.1:1/db');
    expect(error.message).not.toContain('secret');
    const socket = await settle(`postgres://me:secret@/db?host=${encodeURIComponent(homedir())}`).catch(
      (thrown) => thrown,
    );
    expect(socket.message).toContain(`postgres:///db?host=${homedir()}&port=5432`);
  });
});
