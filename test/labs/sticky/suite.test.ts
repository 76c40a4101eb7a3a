import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { HandshakeArm, StickyData } from '../../../labs/sticky/data.ts';
import type { RunRecord } from '../../../src/core/record.ts';
import { Histogram } from '../../../src/measure/histogram.ts';
import type { Findings } from '../../../src/report/findings.ts';
import { haproxyProgram } from '../../../src/services/haproxy.ts';
import { nginxProgram } from '../../../src/services/nginx.ts';
import { findProgram } from '../../../src/services/programs.ts';
import { expectExplained } from '../../cli/explained.ts';
import { withCli } from '../../cli/run-cli.ts';
import { slip } from '../../texts.ts';

const nginxFile = (await findProgram(nginxProgram))?.file;
const incomplete = nginxFile === undefined || !(await findProgram(haproxyProgram));

describe.skipIf(incomplete)('one quick run on real servers', () => {
  let record: RunRecord<StickyData>;
  let data: StickyData;
  let findings: Findings;
  let progress: string;

  beforeAll(async () => {
    await withCli(async (cli) => {
      const ran = await cli.run(['sticky', '--quick', '--json', '--seed', '11', '--predict', '3,2,1,3,2']);
      expect(ran.code, ran.stderr).toBe(0);
      ({ record, findings } = JSON.parse(ran.stdout));
      data = record.data as StickyData;
      progress = ran.stderr;
      for (const args of [
        ['--lang', 'ko'],
        ['--format', 'md'],
        ['--format', 'csv', '--lang', 'ko'],
      ]) {
        const shown = await cli.run(['show', 'last', ...args]);
        expect(shown).toMatchObject({ code: 0, stderr: '' });
        expect(shown.stdout).not.toMatch(slip);
      }
    });
  });

  it('comes to the verdicts, and answers the predictions', () => {
    expect(findings.checks.map(({ claim, verdict }) => [claim, verdict])).toEqual([
      ['C04', 'held'],
      ['C17', 'refuted'],
      ['C18', 'refuted'],
      ['C19', 'refuted'],
    ]);
    expect(record.predictions).toEqual({
      model: 'three-quarters',
      sessions: 'a-third',
      'web-sockets': 'same-server',
      handshakes: 'hardly-anybody',
      'in-the-path': 'waits',
    });
    const asked = findings.acts.flatMap(({ prediction }) => prediction ?? []);
    expect(asked.map(({ right }) => right)).toEqual([true, true, true, true, true]);
    expect(findings.untested).toEqual([]);
    expect(findings.acts.find(({ id }) => id === 'proof')?.skipped?.en).toBe('--prove runs it.');
    for (const act of [1, 2, 3, 4, 5]) expect(progress).toContain(`Act ${act} `);
    // The balancers are those of the acts: each begins with a fresh one.
    const names = record.servers.map(({ name }) => name);
    expect(names).toEqual(['redis', 'nginx', 'nginx', 'haproxy', 'nginx']);
  });

  it('the model holds every strategy in every scenario', () => {
    const pairs = data.model.map(({ scenario, strategy }) => `${scenario} ${strategy}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(pairs.length).toBe(16 * 12);
  });

  it('the sessions: Redis finds every session, the memories of three servers about a third', () => {
    const [memory, redis] = data.sessions;
    expect(redis?.found).toBe(redis?.requests);
    const share = (memory?.found ?? 0) / (memory?.requests ?? 0);
    expect(share).toBeGreaterThan(0.2);
    expect(share).toBeLessThan(0.5);
    for (const { read, write } of data.sessions) {
      expect(Histogram.fromJSON(read).count).toBe(Histogram.fromJSON(write).count);
    }
  });

  it('the web sockets: no open WebSocket breaks or strays; on return round robin deals anew, ip_hash does not', () => {
    const { connections } = record.params as { connections: number };
    expect(data['web-sockets']).toMatchObject({
      connections,
      framesAnswered: 10 * connections,
      framesElsewhere: 0,
      broken: 0,
    });
    expect(data['web-sockets'].acceptedBy).toEqual([connections / 3, connections / 3, connections / 3]);
    const [turns, hash] = data['web-sockets'].returns;
    expect(turns?.elsewhere).toBeGreaterThan(0);
    expect(hash).toEqual({ method: 'ip_hash', elsewhere: 0 });
  });

  it('the handshakes: sticky ways connect everybody, the others hardly anybody, with Socket.IO’s own 400', () => {
    const share = (name: HandshakeArm) => {
      const arm = data.handshakes.arms.find((candidate) => candidate.arm === name);
      return arm ? arm.connected / arm.clients : Number.NaN;
    };
    for (const arm of ['ip_hash', 'consistent', 'websocket-only', 'cookie'] as const) {
      expect(share(arm), arm).toBe(1);
    }
    for (const arm of ['round_robin', 'least_conn', 'cookie-no-jar'] as const) {
      expect(share(arm), arm).toBeLessThan(0.2);
    }
    expect(data.handshakes.arms[0]?.refusals[0]?.answer).toBe(
      '400 {"code":1,"message":"Session ID unknown"}',
    );
    const [opening, next] = data.handshakes.firstRefusal;
    expect([opening?.status, next?.status]).toEqual([200, 400]);
    expect(next?.server).not.toBe(opening?.server);
  });

  it('in the path: the balancer is in the path, in all four ways', () => {
    const found = data['in-the-path'];
    expect(found.ends.balanced.peer).not.toBe(found.ends.balanced.client);
    expect(found.ends.direct.peer).toBe(found.ends.direct.client);
    const [none, ten, hundred] = found.carried;
    expect((ten?.bytes ?? 0) - (none?.bytes ?? 0)).toBe(10 * found.frameBytes);
    expect((hundred?.bytes ?? 0) - (none?.bytes ?? 0)).toBe(100 * found.frameBytes);
    expect(found.paused).toEqual({ directAnswers: 50, balancedAnswers: 0, afterResume: 1 });
    expect(found.killed).toEqual({ clientSawEnd: true, serverSawEnd: true, directAnswers: 50 });
  });
});

describe.skipIf(incomplete)('--prove on the command line', () => {
  it('exits with 0 when every pick is the same, and keeps the list in the record', async () => {
    await withCli(async (cli) => {
      const { code, stdout, stderr } = await cli.run(['sticky', '--prove', '--clients', '50', '--json']);
      expect(code, stderr).toBe(0);
      const { record, findings } = JSON.parse(stdout);
      expect(record.data.proof.proof.length).toBeGreaterThanOrEqual(13);
      for (const one of record.data.proof.proof) {
        expect(one).toEqual({ name: expect.any(String), picks: 50, mismatches: 0 });
      }
      expect(findings.checks).toMatchObject([{ claim: 'proof', verdict: 'held' }]);
    });
  });

  it('exits with 1 when the real one picks otherwise, and says in which configurations', async () => {
    await withCli(async (cli) => {
      // An nginx that has been told something else than the model: what a new version with other rules would be.
      const bin = join(cli.folder, 'bin');
      await mkdir(bin);
      const changed = '[ -f "$6" ] && sed -i "s/ip_hash;/hash \\$remote_addr;/" "$6"';
      await writeFile(join(bin, 'nginx'), `#!/bin/sh\n${changed}\nexec ${nginxFile} "$@"\n`);
      await chmod(join(bin, 'nginx'), 0o755);
      const env = { PATH: `${bin}:${process.env.PATH}` };
      const { code, stdout } = await cli.run(['sticky', '--prove', '--clients', '50', '--json'], { env });
      expect(code).toBe(1);
      const { record, findings } = JSON.parse(stdout);
      expect(record.outcome).toBe('completed');
      const wrong = record.data.proof.proof.filter(
        ({ mismatches }: { mismatches: number }) => mismatches > 0,
      );
      expect(wrong.length).toBeGreaterThan(0);
      for (const { name } of wrong) expect(name).toMatch(/^nginx ip_hash/);
      expect(findings.checks).toMatchObject([{ claim: 'proof', verdict: 'refuted' }]);
    });
  });

  it('refuses 0 clients', async () => {
    await withCli(async (cli) => {
      const ended = await cli.run(['sticky', '--prove', '--clients', '0']);
      expect(ended).toMatchObject({ code: 2, stdout: '' });
      expectExplained(ended, /It takes a whole number from 1 to/);
    });
  });
});

describe.skipIf(incomplete || process.platform !== 'linux')('nothing is left behind', () => {
  // withCli looks for processes and temp folders at its end.
  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    it.each([
      ['Act 3', '5000'],
      ['Act 4', '600'],
    ])(`after ${signal} in %s`, async (act, connections) => {
      await withCli(async (cli) => {
        const running = cli.start(['sticky', '--clients', '1', '--connections', connections]);
        await running.sees(act);
        running.kill(signal);
        const { code, stderr } = await running.ended;
        expect(code, stderr).toBe(signal === 'SIGINT' ? 130 : null);
      });
    });

    it(`after ${signal} in the middle of the proof`, async () => {
      await withCli(async (cli) => {
        const running = cli.start(['sticky', '--prove', '--clients', '100000']);
        await running.sees(/haproxy [\d.]+ ready/);
        running.kill(signal);
        const { code, stderr } = await running.ended;
        expect(code, stderr).toBe(signal === 'SIGINT' ? 130 : null);
      });
    });
  }
});
