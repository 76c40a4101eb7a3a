import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect } from 'vitest';
import type { RunRecord } from '../../src/core/record.ts';
import { expectExplained } from './explained.ts';
import { type Cli, it } from './run-cli.ts';

const saved = resolve('test/labs/pubsub/record.v1.json');
const record = JSON.parse(await readFile(saved, 'utf8')) as RunRecord;

async function put(cli: Cli, name: string, text: string): Promise<string> {
  const folder = join(cli.stateFolder, 'redis-lab', 'runs', 'pubsub');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

describe('show', () => {
  it('shows a file, and what --json printed', async ({ cli }) => {
    const shown = await cli.run(['show', saved, '--md']);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    const json = await cli.run(['show', saved, '--json']);
    const again = await cli.run(['show', await put(cli, 'printed.txt', json.stdout), '--json']);
    expect(again.stdout).toBe(json.stdout);
    const { seed, params, startedAt } = record;
    expect(JSON.parse(json.stdout)).toMatchObject({
      record: { formatVersion: 2, seed, params, startedAt },
      findings: { checks: expect.any(Array) },
    });
  });

  it('names itself where it leads on, and not the last run', async ({ cli }) => {
    await put(cli, '20260101-000000000-pubsub-1.json', JSON.stringify(record));
    const file = await put(cli, 'of kim.json', JSON.stringify(record));
    for (const [which, named] of [
      ['last', 'last'],
      ['pubsub', 'pubsub'],
      [file, `'${file}'`],
    ] as const) {
      const { stdout } = await cli.run(['show', which, '--lang', 'en']);
      expect(stdout.replace(/\s+/g, ' ')).toContain(`redis-lab show ${named} --detail`);
    }
  });

  it('--anonymize takes away what tells whose record it is, and nothing else', async ({ cli }) => {
    const [plain, shared] = await Promise.all(
      [[], ['--anonymize']].map((flags) => cli.run(['show', saved, '--json', ...flags])),
    );
    const { record: own, findings } = JSON.parse(plain?.stdout ?? '');
    const { record: cleaned, findings: same } = JSON.parse(shared?.stdout ?? '');
    expect(same).toEqual(findings);
    expect(JSON.stringify(own)).toMatch(/\/tmp\//);
    expect(JSON.stringify(cleaned)).not.toMatch(/\/(?:tmp|usr|home)\//);
    const md = await cli.run(['show', saved, '--md', '--anonymize']);
    expect(md.stdout).not.toContain(saved);
  });

  it('--map shows the maps of a run and nothing else; a run without one says so', async ({ cli }) => {
    const [mapped, before] = ['v2', 'v1'].map((version) =>
      resolve(`test/labs/nearby/record.${version}.json`),
    );
    const shown = await cli.run(['show', mapped as string, '--map', '--lang', 'en']);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toMatch(/^One screen: active friends\n/);
    expect(shown.stdout.match(/@ me/g)).toHaveLength(2);
    expect(shown.stdout).not.toContain('Verdict');
    const without = await cli.run(['show', before as string, '--map', '--lang', 'en']);
    expect(without.code).toBe(2);
    expectExplained(without, /record\.v1\.json/);
  });

  it('so does report', async ({ cli }) => {
    const leak = { ko: '/home/minsu에 있어요.', en: 'It is in /home/minsu/notes at redis://10.1.2.3:6379.' };
    const failed = { outcome: 'failed', data: null, error: { what: leak, why: leak, next: leak } };
    const file = await put(cli, 'mine.json', JSON.stringify({ ...record, ...failed }));
    for (const format of ['md', 'html']) {
      const [own, shared] = await Promise.all(
        [[], ['--anonymize']].map((flags) => cli.run(['report', file, '--format', format, ...flags])),
      );
      expect(own?.stdout).toMatch(/minsu[\s\S]*10\.1\.2\.3/);
      expect(shared?.stdout).not.toMatch(/minsu|10\.1\.2\.3/);
      expect(shared?.code).toBe(0);
    }
  });

  it('compare of a record with itself says so', async ({ cli }) => {
    const { code, stderr } = await cli.run(['compare', saved, saved]);
    expect(code).toBe(2);
    expect(stderr).toContain('Nothing differs from itself.');
  });

  it('compare shows what a record smuggles in, and does not obey it', async ({ cli }) => {
    const environment = { ...record.environment, cpu: 'x\u001b[31m\u009b' };
    const file = await put(
      cli,
      'esc.txt',
      JSON.stringify({ ...record, environment, startedAt: '\u001b]0;x\u0007' }),
    );
    for (const flags of [[], ['--md']]) {
      const { code, stdout } = await cli.run(['compare', file, saved, ...flags]);
      expect(code).toBe(0);
      expect([...stdout].filter((sign) => /(?!\n)\p{Control}/u.test(sign))).toEqual([]);
    }
  });

  it('last is the newest run, whatever its file’s date', async ({ cli }) => {
    const newest = { ...record, seed: 999 };
    await put(cli, '20260102-000000000-pubsub-2.json', JSON.stringify(newest));
    await put(cli, '20260101-000000000-pubsub-1.json', JSON.stringify(record));
    const { stdout } = await cli.run(['show', 'last', '--json']);
    expect(JSON.parse(stdout).record.seed).toBe(999);
    expect((await cli.run(['show', '--json'])).stdout).toBe(stdout);
  });

  it('a run that failed is last only where there is no other', async ({ cli }) => {
    const failed = { ...record, outcome: 'failed', data: null, seed: 666 };
    await put(cli, '20990101-000000000-pubsub-2.json', JSON.stringify(failed));
    const seedOfLast = async () => JSON.parse((await cli.run(['show', 'last', '--json'])).stdout).record.seed;
    expect(await seedOfLast()).toBe(666);
    await put(cli, '20260101-000000000-pubsub-1.json', JSON.stringify(record));
    expect(await seedOfLast()).toBe(record.seed);
  });

  it('a record is found by the name of its lab and by its id', async ({ cli }) => {
    await put(cli, '20260101-000000000-pubsub-1.json', JSON.stringify({ ...record, seed: 1 }));
    await put(cli, '20260101-000000000-pubsub-2.json', JSON.stringify({ ...record, seed: 2 }));
    for (const [which, seed] of [
      ['pubsub', 2],
      ['20260101-000000000-pubsub-1', 1],
    ] as const) {
      const { stdout } = await cli.run(['show', which, '--json']);
      expect(JSON.parse(stdout).record.seed).toBe(seed);
    }
  });

  it('a newer file or folder that is no record does not stand in the way of last', async ({ cli }) => {
    await put(cli, '20260101-000000000-pubsub-1.json', JSON.stringify(record));
    await put(cli, '20990101-000000000-pubsub-2.json', '{ "torn');
    await put(cli, '20990101-000000000-pubsub-3.json', '{}');
    await put(cli, 'zzz.json', '{}');
    await mkdir(join(cli.stateFolder, 'redis-lab', 'runs', 'pubsub', '20990101-000000000-pubsub-4.json'));
    const { code, stdout, stderr } = await cli.run(['show', 'last', '--json']);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout).record.id).toBe(record.id);
  });

  it('a line says which newer record cannot be read', async ({ cli }) => {
    await put(cli, '20260101-000000000-pubsub-1.json', JSON.stringify(record));
    for (const name of ['2', '3']) await put(cli, `20260102-000000000-pubsub-${name}.json`, '{ "torn');
    for (const command of ['show', 'report']) {
      const { code, stderr } = await cli.run([command, 'last', '--lang', 'ko']);
      expect([code, stderr]).toEqual([
        0,
        expect.stringMatching(
          /^! 더 새로운 기록은 읽을 수 없어서 건너뛰었어요: .*-pubsub-3\.json \(\+1\)\n$/,
        ),
      ]);
    }
    expectExplained(
      await cli.run(['show', '20260102-000000000-pubsub-3', '--lang', 'ko']),
      /^JSON이 아니거나/,
    );
  });

  const text = JSON.stringify(record);
  const asWindowsWritesIt: Record<string, Buffer> = {
    'UTF-8 with a byte order mark': Buffer.from(`\ufeff${text}`),
    'UTF-16, as PowerShell’s > does': Buffer.from(`\ufeff${text}`, 'utf16le'),
    'UTF-16, big end first': Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  };
  it.for(Object.entries(asWindowsWritesIt))('a record in %s is read', async ([, bytes], { cli }) => {
    const file = join(cli.folder, 'it.json');
    await writeFile(file, bytes);
    expect(await cli.run(['show', file, '--md'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('what is too large for a record is refused before it fills the memory', async ({ cli }) => {
    const file = join(cli.folder, 'it.json');
    await writeFile(file, '');
    await truncate(file, 2 ** 31);
    for (const which of [file, '/dev/zero'])
      expectExplained(await cli.run(['show', which]), /^It is larger than 32 MiB/);
  });

  it('an act that this revision cannot read is left out, with the reason; the others are judged', async ({
    cli,
  }) => {
    const { channel: _, ...others } = record.data as Record<string, unknown>;
    const mixed = { ...record, data: { ...others, channel: { lines: 'many' } } };
    const { stdout } = await cli.run(['show', await put(cli, 'it.json', JSON.stringify(mixed)), '--json']);
    const { acts, checks } = JSON.parse(stdout).findings;
    expect(acts[0].skipped.en).toMatch(/cannot be read by this version \(record: revision 1 of the lab/);
    expect(checks.map(({ claim }: { claim: string }) => claim)).toContain('C11');
  });

  it('last without any record says where it looked', async ({ cli }) => {
    const ended = await cli.run(['show', 'last']);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expectExplained(ended, /^Looked in .*redis-lab\/runs$/);
    expect(ended.stderr).toContain('next: redis-lab pubsub');
  });

  const unreadable: Record<string, [content: unknown, why: RegExp]> = {
    'a torn file': [JSON.stringify(record).slice(0, 1_000), /JSON/],
    'an empty file': ['', /JSON/],
    'somebody else’s JSON': [{ name: 'left-pad', version: '1.3.0' }, /not a record of redis-lab/],
    'JSON null': [null, /not a record of redis-lab/],
    'a JSON list': [[1], /not a record of redis-lab/],
    'a newer format': [
      { ...record, formatVersion: 3 },
      /^Its format is version 3; this program reads up to version 2/,
    ],
    'a lab that is not here': [{ ...record, lab: 'tarot' }, /that --labs names/],
    'data of another shape': [
      { ...record, labRevision: 7, data: { channel: 1 } },
      /\(record: 7, here: \d+\)/,
    ],
    'a completed run without data': [{ ...record, data: null }, /does not fit this revision/],
  };
  it.for(Object.entries(unreadable))('%s is refused with the reason', async ([, [content, why]], { cli }) => {
    const file = await put(cli, 'it.json', typeof content === 'string' ? content : JSON.stringify(content));
    const ended = await cli.run(['show', file]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expectExplained(ended, why);
  });

  it('a file that is not there, and a folder', async ({ cli }) => {
    expectExplained(await cli.run(['show', 'nowhere.json']), /no such file/);
    expectExplained(await cli.run(['show', cli.folder]), /EISDIR/);
  });

  for (const outcome of ['failed', 'aborted'] as const) {
    it(`a run that ${outcome} is shown without a verdict, in every format`, async ({ cli }) => {
      const why = { ko: '이유', en: 'a reason' };
      const error = outcome === 'failed' ? { what: why, why, next: why } : null;
      const file = await put(cli, 'it.json', JSON.stringify({ ...record, outcome, error, data: null }));
      for (const format of ['terminal', 'md', 'json', 'csv']) {
        const flags = format === 'terminal' ? [] : [`--${format}`];
        const { code, stdout, stderr } = await cli.run(['show', file, ...flags]);
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        expect(stdout).not.toMatch(/C10.*held|undefined/);
        if (format === 'json') expect(JSON.parse(stdout).findings).toBeNull();
        if (format === 'terminal') expect(stdout).toContain(outcome === 'failed' ? 'a reason' : 'stopped');
      }
    });
  }
});

describe('colour', () => {
  const escapeCode = '\u001b[';
  const cases: readonly (readonly [colored: boolean, env: Record<string, string>, ...flags: string[]])[] = [
    [false, {}],
    [true, { FORCE_COLOR: '1' }],
    [false, { FORCE_COLOR: '0' }],
    [true, { FORCE_COLOR: '1', NO_COLOR: '' }],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }],
    [false, { FORCE_COLOR: '1' }, '--no-color'],
  ];
  it.for(cases)('is %s with %o %s', async ([colored, env, ...flags], { cli }) => {
    const { stdout, stderr } = await cli.run(['show', saved, ...flags], { env });
    expect(stdout.includes(escapeCode)).toBe(colored);
    expect(stderr).toBe('');
    const [md, json] = [
      await cli.run(['show', saved, '--md'], { env }),
      await cli.run(['show', saved, '--json'], { env }),
    ];
    expect(md.stdout + json.stdout).not.toContain(escapeCode);
  });
});

describe('--ascii', () => {
  it('leaves ASCII and Hangul only, on a page of COLUMNS', async ({ cli }) => {
    for (const COLUMNS of ['80', '60']) {
      const { stdout } = await cli.run(['show', saved, '--ascii', '--lang', 'ko'], { env: { COLUMNS } });
      expect(stdout).toContain('판정');
      expect(stdout).not.toMatch(/[^\n\x20-\x7e\uac00-\ud7a3\u3131-\u318e]/u);
    }
  });
});
