import { describe, expect, it } from 'vitest';
import { openScope } from '../../src/core/scope.ts';
import type { RunningService, Service } from '../../src/core/service.ts';
import { openTestHost } from '../service-host.ts';
import { loggingService } from './tiny-lab.ts';

const clock = { nowMs: () => 0, date: () => new Date(0) };

describe('a scope', () => {
  it('ends what was started and deferred in it, last come first gone, once', async () => {
    const log: string[] = [];
    const scope = openScope(openTestHost(), clock);
    scope.defer(() => void log.push('first deferred'));
    await scope.start(loggingService('server', log));
    scope.defer(async () => void log.push('last deferred'));
    await scope.close();
    await scope.close();
    expect(log).toEqual(['server up', 'last deferred', 'server down', 'first deferred']);
  });

  it('goes on where one of them throws', async () => {
    const log: string[] = [];
    const scope = openScope(openTestHost(), clock);
    scope.defer(() => void log.push('still reached'));
    scope.defer(() => {
      throw new Error('sync');
    });
    scope.defer(() => Promise.reject(new Error('async')));
    await scope.close();
    expect(log).toEqual(['still reached']);
  });

  it('does at once what is deferred after its end', async () => {
    const log: string[] = [];
    const scope = openScope(openTestHost(), clock);
    await scope.close();
    scope.defer(() => void log.push('too late'));
    expect(log).toEqual(['too late']);
  });

  it('lists its servers for the record and tells when each is ready', async () => {
    const host = openTestHost();
    const servers: unknown[] = [];
    const scope = openScope(host, clock, (info) => void servers.push(info));
    expect(await scope.start(loggingService('server', []))).toBe('server');
    expect(servers).toEqual([{ name: 'server', version: '1', args: [] }]);
    expect(host.events).toMatchObject([{ kind: 'service-ready', server: { name: 'server' } }]);
  });

  it('starts nothing after Ctrl-C', async () => {
    const [log, host] = [[] as string[], openTestHost()];
    const scope = openScope(host, clock);
    host.abort();
    await expect(scope.start(loggingService('server', log))).rejects.toThrow('interrupted');
    expect(log).toEqual([]);
  });

  it('ends a server that came up while it was being closed', async () => {
    const log: string[] = [];
    let comeUp: (running: RunningService<string>) => void = () => {};
    const slow: Service<string> = {
      name: 'slow',
      programs: [],
      start: () => new Promise((resolve) => (comeUp = resolve)),
    };
    const host = openTestHost();
    const servers: unknown[] = [];
    const scope = openScope(host, clock, (info) => void servers.push(info));
    const starting = scope.start(slow);
    host.abort();
    await scope.close();
    comeUp({
      handle: 'slow',
      info: { name: 'slow', version: '1', args: [] },
      stop: async () => void log.push('slow down'),
    });
    await expect(starting).rejects.toThrow('interrupted');
    expect(log).toEqual(['slow down']);
    expect(servers).toEqual([]);
  });
});
