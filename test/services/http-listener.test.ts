import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { listen } from '../../src/services/http-listener.ts';
import { withScope } from '../labs/with-scope.ts';

it('listens on a port of its own, and ends with the scope although somebody is connected', async () => {
  const { ports, ended } = await withScope(async ({ scope }) => {
    const [one, two] = await Promise.all(
      ['one', 'two'].map((text) => listen(scope, (_, response) => void response.end(text))),
    );
    const ports = [one?.port ?? 0, two?.port ?? 0];
    const texts = ports.map(async (port) => (await fetch(`http://127.0.0.1:${port}/`)).text());
    expect(await Promise.all(texts)).toEqual(['one', 'two']);
    expect((await fetch(`http://127.0.0.1:${ports[0]}/`)).headers.get('keep-alive')).toBeNull(); // No timeout.
    const idle = connect(ports[0] ?? 0, '127.0.0.1');
    await once(idle, 'connect');
    return { ports, ended: once(idle, 'close') };
  });
  await ended;
  for (const port of ports) await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
});
