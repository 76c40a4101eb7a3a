import { once } from 'node:events';
import { type AddressInfo, createServer, Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { RawConnection } from '../../../labs/pool-bench/parts/resp.ts';
import { straightTo } from '../../../labs/pool-bench/parts/route.ts';
import { encodeCommand } from '../../../src/services/resp.ts';
import { withContext } from './context.ts';

/** A server that answers the login, and after that whatever the test writes. */
async function withScript(use: (connection: RawConnection, server: Socket) => Promise<void>): Promise<void> {
  const listener = createServer();
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const accepted = once(listener, 'connection');
  const { port } = listener.address() as AddressInfo;
  const opening = RawConnection.open({ host: '127.0.0.1', port, login: { db: 0 }, tls: null });
  const [socket] = (await accepted) as [Socket];
  await once(socket, 'data');
  socket.write('%2\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nmodules\r\n*0\r\n');
  const connection = await opening;
  try {
    await use(connection, socket);
  } finally {
    connection.close();
    socket.destroy();
    listener.close();
  }
}

const get = encodeCommand(['GET', 'key']);
const replies = [
  '+OK\r\n',
  ':1234\r\n',
  '$-1\r\n',
  '_\r\n',
  '$0\r\n\r\n',
  '$16\r\n0123456789abcdef\r\n',
  '$8\r\n\r\n$3\r\n!\r\n\r\n',
  '*3\r\n$1\r\na\r\n*2\r\n:1\r\n:2\r\n$-1\r\n',
  '%1\r\n+key\r\n*1\r\n$2\r\nhi\r\n',
];

describe('a raw connection', () => {
  it('encodes words by their bytes', () => {
    expect(encodeCommand(['SET', '열쇠', ''])).toBe('*3\r\n$3\r\nSET\r\n$6\r\n열쇠\r\n$0\r\n\r\n');
  });

  it('finds the end of every kind of reply, wherever the network cuts it', async () => {
    const stream = Buffer.from(replies.join(''));
    for (let cut = 1; cut < stream.length; cut += 1) {
      await withScript(async (connection, server) => {
        const answers = replies.map(() => connection.ask(get));
        server.write(stream.subarray(0, cut), () => server.write(stream.subarray(cut)));
        await Promise.all(answers);
      });
    }
  });

  it('gives an error to the one who asked, in order', async () => {
    await withScript(async (connection, server) => {
      const answers = [connection.ask(get), connection.ask(get), connection.askTogether(get)];
      server.write('+OK\r\n-ERR no such thing\r\n:1\r\n');
      const settled = await Promise.allSettled(answers);
      expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      await expect(answers[1]).rejects.toThrow('ERR no such thing');
    });
  });

  it('sends what is asked together in a few writes, the last one at the end of the turn', async () => {
    await withScript(async (connection, server) => {
      const write = vi.spyOn(Socket.prototype, 'write');
      const answers = Array.from({ length: 20 }, () => connection.askTogether(get));
      await nextTurn();
      expect(write.mock.calls.map(([piece]) => piece)).toEqual([8, 8, 4].map((count) => get.repeat(count)));
      write.mockRestore();
      server.write('$1\r\nx\r\n'.repeat(20));
      await Promise.all(answers);
    });
  });

  it('fails everybody who still waits when the server goes, and everybody after', async () => {
    await withScript(async (connection, server) => {
      const answers = [connection.ask(get), connection.ask(get)];
      server.destroy();
      for (const answer of answers) await expect(answer).rejects.toThrow('connection closed');
      await expect(connection.ask(get)).rejects.toThrow('connection closed');
    });
  });

  it('says why it cannot connect, and leaves nothing open', async () => {
    const route = { host: '127.0.0.1', port: 1, login: { db: 0 }, tls: null };
    await expect(RawConnection.open(route)).rejects.toThrow('ECONNREFUSED');
  });

  it('logs in to a real server and reads from it', async () => {
    await withContext({}, async (_, server) => {
      const connection = await RawConnection.open(straightTo(server));
      await connection.ask(encodeCommand(['SET', 'greeting', 'hello']));
      await connection.ask(encodeCommand(['GET', 'greeting']));
      await expect(connection.ask(encodeCommand(['NOSUCH']))).rejects.toThrow('ERR unknown command');
      connection.close();
    });
  });
});
