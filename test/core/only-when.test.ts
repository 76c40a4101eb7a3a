import { expect, it } from 'vitest';
import { ownServersOf, ownUrls } from '../../src/commands/own-servers.ts';
import { type ExitCode, exitCodes, LabError } from '../../src/core/errors.ts';
import { runLab } from '../../src/core/run.ts';
import { onlyWhen, optional, type Service } from '../../src/core/service.ts';
import { same } from '../../src/core/text.ts';
import { programsOf } from '../../src/course/catalogue.ts';
import { loggingService, tinyLab, tinyOptions } from './tiny-lab.ts';

const program = (name: string) => ({ name, binaries: [name], versionArgs: [], packages: {} as never });

const notAnAddress = { what: same('No address.'), why: same('why'), next: same('big://host') };

/** A service that only runs with `target: 'big'` need. */
function servicesLogging(log: string[]) {
  const big: Service<unknown> = {
    ...loggingService('big', log),
    programs: [program('big-server')],
    own: {
      variable: 'BIG_URL',
      label: same('your own'),
      async check(url) {
        if (!url.startsWith('big://')) throw new LabError(exitCodes.usage, notAnAddress);
      },
    },
  };
  const always: Service<unknown> = { ...loggingService('always', log), programs: [program('always-server')] };
  return { always, big: onlyWhen(({ target }) => target === 'big', big) };
}

it('a service that a run does not need is not started, and its handle is null', async () => {
  const log: string[] = [];
  const handles: unknown[] = [];
  const lab = tinyLab(async ({ services }) => void handles.push(services.big), servicesLogging(log));
  await runLab(lab, { ...tinyOptions(), params: { target: 'small' } });
  expect(log).toEqual(['always up', 'always down']);
  expect(handles).toEqual([null]);
  await runLab(lab, { ...tinyOptions(), params: { target: 'big' } });
  expect(log.slice(2)).toEqual(['always up', 'big up', 'big down', 'always down']);
  expect(handles[1]).not.toBeNull();
});

it('its programs are wanted by doctor and setup, and by --install only for a run that needs it', () => {
  const lab = tinyLab(async () => {}, servicesLogging([]));
  const names = (params?: Record<string, unknown>) => programsOf([lab], params).map(({ name }) => name);
  expect(names()).toEqual(['always-server', 'big-server']);
  expect(names({ target: 'small' })).toEqual(['always-server']);
  expect(names({ target: 'big' })).toEqual(['always-server', 'big-server']);
});

it('a server of the learner’s own is named by a flag, else by the environment', () => {
  const lab = tinyLab(async () => {}, servicesLogging([]));
  expect(ownServersOf(lab).map(({ name }) => name)).toEqual(['big']);
  process.env.BIG_URL = 'big://from-environment';
  expect(ownUrls(lab, {})).toEqual({ big: 'big://from-environment' });
  expect(ownUrls(lab, { big: 'big://flag' })).toEqual({ big: 'big://flag' });
  delete process.env.BIG_URL;
  expect(ownUrls(lab, {})).toEqual({ big: undefined });
});

it('what is no address is told before any server is started, and only to a run that needs it', async () => {
  const log: string[] = [];
  const lab = tinyLab(async () => {}, servicesLogging(log));
  const options = tinyOptions();
  const openHost: typeof options.openHost = (host) => ({
    ...options.openHost(host),
    external: { big: 'nonsense' },
  });
  const run = (target: string) => runLab(lab, { ...options, openHost, params: { target } });
  expect((await run('big')).error).toMatchObject({ exitCode: exitCodes.usage });
  expect(log).toEqual([]);
  expect((await run('small')).record.outcome).toBe('completed');
});

it('one that a run can do without is a reason where its program is missing; what else fails ends the run, and what came up goes', async () => {
  const log: string[] = [];
  const handles: unknown[] = [];
  const failing = (exitCode: ExitCode): Service<unknown> => ({
    ...loggingService('broker', log),
    start: async () => {
      throw new LabError(exitCode, { what: same('No broker.'), why: same('why'), next: same('get it') });
    },
  });
  const run = (broker: Service<unknown>) => {
    const services = { broker, always: loggingService('always', log) };
    const lab = tinyLab(async ({ services: given }) => void handles.push(given.broker), services);
    return runLab(lab, tinyOptions());
  };
  const without = await run(optional(failing(exitCodes.programMissing)));
  expect(without.record.outcome).toBe('completed');
  expect(handles).toEqual([{ skipped: same('No broker. get it') }]);
  for (const broker of [failing(exitCodes.programMissing), optional(failing(exitCodes.runFailed))]) {
    log.length = 0;
    expect((await run(broker)).record.outcome).toBe('failed');
    expect(log).toEqual(['always up', 'always down']);
  }
});
