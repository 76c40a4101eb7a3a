import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CutsData, HandshakeArm, StickyData } from '../../../labs/sticky/data.ts';
import type { RunRecord } from '../../../src/core/record.ts';
import type { TraceEvent } from '../../../src/core/trace.ts';
import { Histogram } from '../../../src/measure/histogram.ts';
import type { Findings } from '../../../src/report/findings.ts';
import { haproxyProgram } from '../../../src/services/haproxy.ts';
import { nginxProgram } from '../../../src/services/nginx.ts';
import { findProgram } from '../../../src/services/programs.ts';
import { expectExplained } from '../../cli/explained.ts';
import { withCli } from '../../cli/run-cli.ts';
import { slip } from '../../texts.ts';
import { tracedMessages } from '../trace-counts.ts';

const nginxFile = (await findProgram(nginxProgram))?.file;
const incomplete = nginxFile === undefined || !(await findProgram(haproxyProgram));

describe.skipIf(incomplete)('one quick run on real servers', () => {
  let record: RunRecord<StickyData>;
  let data: StickyData;
  let findings: Findings;
  let progress: string;
  let trace: TraceEvent[];

  beforeAll(async () => {
    await withCli(async (cli) => {
      const ran = await cli.run([
        'sticky',
        '--quick',
        '--json',
        '--seed',
        '11',
        '--predict',
        '3,2,2,1,3,2,2',
      ]);
      expect(ran.code, ran.stderr).toBe(0);
      ({ record, findings } = JSON.parse(ran.stdout));
      data = record.data as StickyData;
      progress = ran.stderr;
      const folder = join(cli.folder, 'state', 'redis-lab', 'runs', 'sticky');
      const lines = (await readFile(join(folder, `${record.id}.trace.jsonl`), 'utf8')).trim().split('\n');
      trace = lines.slice(1).map((line) => JSON.parse(line));
      for (const args of [['--lang', 'ko'], ['--md'], ['--csv', '--lang', 'ko']]) {
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
      race: 'one',
      'web-sockets': 'same-server',
      handshakes: 'hardly-anybody',
      'in-the-path': 'waits',
      crash: 'refused',
    });
    const asked = findings.acts.flatMap(({ prediction }) => prediction ?? []);
    expect(asked.map(({ right }) => right)).toEqual(Array(7).fill(true));
    expect(findings.untested).toEqual([]);
    expect(findings.acts.find(({ id }) => id === 'proof')?.skipped?.en).toBe('--prove runs it.');
    for (const act of [1, 2, 3, 4, 5, 6, 7]) expect(progress).toContain(`Act ${act} `);
    // The balancers are those of the acts: each begins with a fresh one.
    const names = record.servers.map(({ name }) => name);
    expect(names[0]).toBe('redis');
    expect(new Set(names)).toEqual(new Set(['redis', 'nginx', 'haproxy']));
  });

  it('the model holds every strategy in every scenario', () => {
    const pairs = data.model.map(({ scenario, strategy }) => `${scenario} ${strategy}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(pairs.length).toBe(17 * 12);
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

  it('the race: a whole basket loses about half of the things, every remedy none', () => {
    const arm = (name: string) => data.race.arms.find(({ way }) => way === name);
    const whole = arm('get-set');
    expect((whole?.kept ?? 0) / (whole?.items ?? 1)).toBeLessThan(0.75);
    for (const way of ['one-command', 'hash-field', 'watch'])
      expect(arm(way)?.kept, way).toBe(arm(way)?.items);
    expect(arm('watch')?.retries).toBeGreaterThan(0);
  });

  it('the crash: 503 without a check; with one, redispatch or nginx somebody answers', () => {
    const arm = (name: string) => data.crash.arms.find(({ way }) => way === name);
    expect(arm('no-check')).toMatchObject({ servedAfterMs: null, refused: arm('no-check')?.asked });
    for (const way of ['check', 'redispatch', 'nginx'])
      expect(arm(way)?.servedAfterMs, way).toBeGreaterThan(0);
    expect(arm('check')?.refused).toBeGreaterThan(0);
    expect([arm('redispatch')?.refused, arm('nginx')?.refused]).toEqual([0, 0]);
  });

  it('what nginx cuts: the silent one, and none at a reload; two connections for each WebSocket', () => {
    const cuts = data['web-sockets'].cuts as CutsData;
    expect(cuts.silentCutAfterMs).toBeGreaterThanOrEqual(0.9 * cuts.timeoutMs);
    expect(cuts.talkingLives).toBe(true);
    expect(cuts.reloaded).toEqual({ open: 3, live: 3 });
    expect(cuts.limit.opened).toBeGreaterThan(cuts.limit.workerConnections / 3);
    expect(cuts.limit.opened).toBeLessThanOrEqual(cuts.limit.workerConnections / 2);
    expect(cuts.limit.refusal).not.toBe('');
  });

  it('the counts of the trace, with its gaps, are those of the findings', () => {
    const traced = (act: string, arm: string) => {
      const { sent, received, lost } = tracedMessages(trace, act, arm);
      return { sent, received, dropped: lost };
    };
    const { connections, framesEach, framesAnswered } = data['web-sockets'];
    const sent = connections * framesEach;
    expect(traced('web-sockets', 'round_robin')).toEqual({
      sent,
      received: framesAnswered,
      dropped: sent - framesAnswered,
    });
    for (const { way, items, kept } of data.race.arms)
      expect(traced('race', way), way).toEqual({ sent: items, received: kept, dropped: items - kept });
    for (const { arm, clients, connected } of data.handshakes.arms)
      expect(traced('handshakes', arm), arm).toEqual({
        sent: clients,
        received: connected,
        dropped: clients - connected,
      });
    for (const { way, asked, refused } of data.crash.arms)
      expect(traced('crash', way), way).toEqual({ sent: asked, received: asked - refused, dropped: refused });
    const { balancedAnswers, afterResume } = data['in-the-path'].paused;
    expect(traced('in-the-path', 'paused')).toEqual({
      sent: 1,
      received: balancedAnswers + afterResume,
      dropped: 0,
    });
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

  it('a build of nginx without a module: its rows and configurations are left out, and the module named', async () => {
    await withCli(async (cli) => {
      // It says what it was built without, and knows none of the words that come with it.
      const bin = join(cli.folder, 'bin');
      await mkdir(bin);
      const built = 'configure arguments: --without-http_fastcgi_module';
      const says = `[ "$1" = -V ] && { echo "${built}" >&2; exit 0; }`;
      const refuses =
        'grep -qE "real_ip|fastcgi" "$6" 2>/dev/null && { echo unknown directive >&2; exit 1; }';
      await writeFile(join(bin, 'nginx'), `#!/bin/sh\n${says}\n${refuses}\nexec ${nginxFile} "$@"\n`);
      await chmod(join(bin, 'nginx'), 0o755);
      const env = { PATH: `${bin}:${process.env.PATH}` };
      const ask = async (...args: string[]) => {
        const { code, stdout, stderr } = await cli.run(['sticky', '--json', ...args], { env });
        expect(code, stderr).toBe(0);
        return JSON.parse(stdout);
      };
      const live = await ask('--connections', '30', '--acts', 'web-sockets,handshakes');
      const { handshakes, 'web-sockets': webSockets } = live.record.data;
      expect(handshakes.lacking).toEqual(['http_realip_module']);
      expect(handshakes.arms.map(({ arm }: { arm: string }) => arm)).not.toContain('ip_hash');
      expect(webSockets.returns).toMatchObject([{ method: 'round_robin' }]);
      expect(JSON.stringify(live.findings)).toContain('built without http_realip_module');
      const { proof, unbuilt } = (await ask('--prove', '--clients', '20')).record.data.proof;
      expect(proof.every(({ name }: { name: string }) => name.startsWith('HAProxy'))).toBe(true);
      expect(unbuilt[0]).toMatchObject({ module: 'http_realip_module' });
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
      ['Act 4', '4000'],
      ['Act 5', '600'],
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
        const running = cli.start(['sticky', '--prove', '--clients', '10000000']);
        await running.sees(/haproxy [\d.]+ ready/);
        running.kill(signal);
        const { code, stderr } = await running.ended;
        expect(code, stderr).toBe(signal === 'SIGINT' ? 130 : null);
      });
    });
  }
});
