import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { LabError } from '../../src/core/errors.ts';
import { haproxy, haproxyProgram } from '../../src/services/haproxy.ts';
import { findProgram } from '../../src/services/programs.ts';
import { withHost } from './with-host.ts';

const missing = (await findProgram(haproxyProgram)) === null;
const hello = {
  frontend: 'http-request return status 200 content-type text/plain string hello',
  backends: '',
};

describe.skipIf(missing)('a private HAProxy', () => {
  it('answers as it was told to, and its admin socket tells what it knows', async () => {
    await withHost(async (start) => {
      const server = await start(haproxy(hello));
      expect(server.version).toMatch(/^\d+\.\d+(\.\d+)?$/);
      expect(await (await fetch(server.url)).text()).toBe('hello');
      expect(await server.admin('show info')).toContain(`Pid: ${server.pid}\n`);
    });
  });

  it('balances, and a server can be taken out while it runs', async () => {
    const backends = await Promise.all(
      ['a', 'b'].map(async (name) => {
        const server = createServer((_, response) => void response.end(name)).listen(0, '127.0.0.1');
        await once(server, 'listening');
        return server;
      }),
    );
    const lines = backends.map(
      (server, index) => `  server s${index + 1} 127.0.0.1:${(server.address() as AddressInfo).port}`,
    );
    const config = {
      frontend: 'default_backend farm',
      backends: ['backend farm', '  balance roundrobin', ...lines].join('\n'),
    };
    await withHost(async (start) => {
      const server = await start(haproxy(config));
      const ask = async () => await (await fetch(server.url)).text();
      expect([await ask(), await ask()].sort()).toEqual(['a', 'b']);
      await server.admin('set server farm/s1 state maint');
      expect([await ask(), await ask(), await ask()]).toEqual(['b', 'b', 'b']);
    });
    for (const server of backends) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('reload: what comes next sees the new configuration', async () => {
    const saying = (word: string) => ({ frontend: hello.frontend.replace('hello', word), backends: '' });
    await withHost(async (start) => {
      const server = await start(haproxy(saying('one')));
      const ask = async () => await (await fetch(server.url, { headers: { connection: 'close' } })).text();
      for (const word of ['two', 'three']) {
        await server.reload(saying(word));
        expect(await ask()).toBe(word);
      }
    });
  });

  it('kill ends it at once, and that is no failure of the run', async () => {
    await withHost(async (start) => {
      const server = await start(haproxy(hello));
      await server.kill();
      await expect(fetch(server.url)).rejects.toThrow();
    });
  });

  it('a wrong configuration comes back in HAProxy’s own words', async () => {
    await withHost(async (start) => {
      const wrong = { frontend: 'balance fairly', backends: '' };
      const error = await start(haproxy(wrong)).catch((thrown) => thrown);
      expect(error).toBeInstanceOf(LabError);
      expect(error.explanation.what.en).toBe('haproxy did not come up.');
      expect(error.explanation.why.en).toMatch(/haproxy\.cfg:\d+\].*(balance|unknown)/);
    });
  });
});
