import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/core/errors.ts';
import { lackingIn, nginx, nginxProgram } from '../../src/services/nginx.ts';
import { findProgram } from '../../src/services/programs.ts';
import { eventually } from '../eventually.ts';
import { withHost } from './with-host.ts';

const missing = (await findProgram(nginxProgram)) === null;
const hello = { http: '', server: "location / { return 200 'hello'; }" };
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it('what a build lacks: what was left out, and what nobody asked for', () => {
  const modules = ['http_realip_module', 'http_fastcgi_module', 'http_map_module'];
  expect(lackingIn('configure arguments: --with-http_realip_module', modules)).toEqual([]);
  expect(lackingIn('configure arguments: --without-http_fastcgi_module', modules)).toEqual([
    'http_realip_module',
    'http_fastcgi_module',
  ]);
});

describe.skipIf(missing)('a private nginx', () => {
  it('answers as it was told to, on a port of its own, and is gone afterwards', async () => {
    const pid = await withHost(async (start) => {
      const server = await start(nginx(hello));
      expect(server.version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
      expect(await (await fetch(server.url)).text()).toBe('hello');
      expect(isAlive(server.pid)).toBe(true);
      return server.pid;
    });
    expect(isAlive(pid)).toBe(false);
  });

  it('several run side by side', async () => {
    await withHost(async (start) => {
      const servers = await Promise.all([start(nginx(hello)), start(nginx(hello)), start(nginx(hello))]);
      expect(new Set(servers.map(({ port }) => port)).size).toBe(3);
      for (const { url } of servers) expect((await fetch(url)).status).toBe(200);
    });
  });

  it('balances, and its log can be read', async () => {
    const backend = createServer((_, response) => void response.end('backend')).listen(0, '127.0.0.1');
    await once(backend, 'listening');
    const { port } = backend.address() as AddressInfo;
    const config = {
      http: `log_format path '$request_uri'; upstream one { server 127.0.0.1:${port}; }`,
      server: 'access_log paths.log path; location / { proxy_pass http://one; }',
    };
    await withHost(async (start) => {
      const server = await start(nginx(config));
      expect(await (await fetch(`${server.url}/here`)).text()).toBe('backend');
      // nginx writes its log after it has answered.
      await eventually(async () => expect(await server.log('paths.log')).toContain('/here\n'));
    });
    backend.closeAllConnections();
    backend.close();
  });

  it('does not end an idle connection under a client that may use it again', async () => {
    await withHost(async (start) => {
      const { headers } = await fetch((await start(nginx(hello))).url);
      expect(headers.get('keep-alive')).toBe('timeout=3600');
    });
  });

  it('pause holds an answer back until resume', async () => {
    await withHost(async (start) => {
      const server = await start(nginx(hello));
      server.pause();
      let answered = false;
      const answer = fetch(server.url).then((response) => {
        answered = true;
        return response.text();
      });
      // Another one answers in the meantime, as often as one likes: it is not this process that stands still.
      const other = await start(nginx(hello));
      for (let request = 0; request < 20; request += 1) await (await fetch(other.url)).text();
      expect(answered).toBe(false);
      server.resume();
      expect(await answer).toBe('hello');
    });
  });

  it('reload: what comes next sees the new configuration', async () => {
    const saying = (word: string) => ({ http: '', server: `location / { return 200 '${word}'; }` });
    await withHost(async (start) => {
      const server = await start(nginx(saying('one')));
      const ask = async () => await (await fetch(server.url, { headers: { connection: 'close' } })).text();
      for (const word of ['two', 'three']) {
        await server.reload(saying(word));
        expect(await ask()).toBe(word);
      }
    });
  });

  it('kill ends it at once, and that is no failure of the run', async () => {
    await withHost(async (start) => {
      const server = await start(nginx(hello));
      await server.kill();
      expect(isAlive(server.pid)).toBe(false);
      await expect(fetch(server.url)).rejects.toThrow();
    });
  });

  it('a wrong configuration comes back in nginx’s own words', async () => {
    await withHost(async (start) => {
      const error = await start(nginx({ http: 'load_balance please;', server: '' })).catch(
        (thrown) => thrown,
      );
      expect(error).toBeInstanceOf(LabError);
      expect(error.explanation.what.en).toBe('nginx did not come up.');
      expect(error.explanation.why.en).toContain('unknown directive "load_balance"');
    });
  });
});

it('without the program it says how to get it', async () => {
  const path = process.env.PATH;
  process.env.PATH = '/nowhere';
  try {
    if (await findProgram(nginxProgram)) return; // Debian's sbin is searched as well.
    await withHost(async (start) => {
      const error = await start(nginx(hello)).catch((thrown) => thrown);
      expect(error).toMatchObject({ exitCode: 3 });
    });
  } finally {
    process.env.PATH = path;
  }
});
