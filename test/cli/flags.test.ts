import stringWidth from 'string-width';
import { describe, expect } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import type { Param } from '../../src/core/params.ts';
import { flagOf } from '../../src/core/params.ts';
import { lab } from '../labs/pubsub/fixture.ts';
import { hangul } from '../texts.ts';
import { shortest } from './args.ts';
import { it } from './run-cli.ts';

const params = Object.entries(lab.params as Record<string, Param>);
const recordFile = `${process.cwd()}/test/labs/pubsub/record.v1.json`;

describe('--help', () => {
  for (const lang of ['ko', 'en'] as const) {
    it(`of a lab names every parameter, its default and its words (${lang})`, async ({ cli }) => {
      const { code, stdout, stderr } = await cli.run(['pubsub', '--help', '--lang', lang]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const words = stdout.replaceAll(/\s+/g, ' ');
      for (const [name, param] of params) {
        expect(words).toContain(`${flagOf(name)} <`);
        expect(words).toContain(
          `${param.label[lang]} (${lang === 'ko' ? '기본' : 'default'} ${param.default})`,
        );
      }
      const common =
        '--quick --full --json --csv --md --out --lang --seed --redis --install --yes --acts --predict';
      const more = '--no-predict --trace --detail --ascii --no-color --quiet --debug --strict';
      for (const flag of `${common} ${more}`.split(' ')) expect(words).toContain(`${flag} `);
      if (lang === 'en') expect(stdout).not.toMatch(hangul);
      expect(stdout.match(/^ {2}\$ redis-lab pubsub /gm)).toHaveLength(2);
    });

    it(`of redis-lab names every lab and command (${lang})`, async ({ cli }) => {
      const { stdout } = await cli.run(['--help', '--lang', lang]);
      for (const name of ['pubsub', 'list', 'show', 'replay', 'trace', 'lesson', 'doctor', 'setup'])
        expect(stdout).toContain(`  ${name} `);
      expect(hangul.test(stdout)).toBe(lang === 'ko');
    });
  }

  it('of help: a command’s own, and what the exit codes mean', async ({ cli }) => {
    const ofShow = await cli.run(['show', '--help']);
    expect(await cli.run(['help', 'show'])).toEqual(ofShow);
    const { stdout } = await cli.run(['help', 'exit-codes']);
    expect(stdout.match(/^ *\d+(?= {2}\S)/gm)?.map(Number)).toEqual([0, 1, 2, 3, 4, 70, 130]);
  });

  it.for(['ko', 'en'] as const)(
    'is nowhere wider than 80 columns, or than COLUMNS (%s)',
    async (lang, { cli }) => {
      const topics = ['', ...catalogue.map(({ id }) => id), 'show', 'trace', 'lesson', 'completion'];
      for (const topic of topics) {
        for (const columns of [80, 60]) {
          const args = [...topic.split(' ').filter(Boolean), '--help', '--lang', lang];
          const { stdout } = await cli.run(args, columns === 80 ? {} : { env: { COLUMNS: `${columns}` } });
          const lines = stdout
            .split('\n')
            .filter((line) => stringWidth(line) > columns && !line.startsWith('  $'));
          expect(lines, topic).toEqual([]);
          if (lang === 'ko') expect(stdout).not.toMatch(/choices:|default:|Usage|output the version/);
        }
      }
    },
  );

  it('speaks the language of the locale: LC_ALL before LC_MESSAGES before LANG', async ({ cli }) => {
    const speaksKorean = async (env: Record<string, string | undefined>) =>
      hangul.test((await cli.run(['--help'], { env })).stdout);
    expect(await speaksKorean({ LANG: 'ko_KR.UTF-8' })).toBe(true);
    expect(await speaksKorean({ LANG: 'ko_KR.UTF-8', LC_ALL: 'C' })).toBe(false);
    expect(await speaksKorean({ LANG: 'ko_KR.eucKR' })).toBe(false);
    expect(await speaksKorean({ LANG: 'en_US.UTF-8', LC_MESSAGES: 'ko_KR.UTF-8' })).toBe(true);
    expect(await speaksKorean({ LANG: undefined })).toBe(false);
  });
});

describe('-V and list', () => {
  it('-V is the version of package.json', async ({ cli }) => {
    const { version } = (await import('../../package.json', { with: { type: 'json' } })).default;
    expect(await cli.run(['-V'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('list --json has id, title, claims and question of each lab', async ({ cli }) => {
    const { code, stdout, stderr } = await cli.run(['list', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const text = { ko: expect.stringMatching(hangul), en: expect.not.stringMatching(hangul) };
    const labs: unknown[] = JSON.parse(stdout);
    const claims = ['C10', 'C11', 'C12'].map((claim) => ({ claim, sentence: text }));
    expect(labs).toContainEqual({ id: 'pubsub', title: text, claims, question: text });
  });

  it('without arguments, away from a terminal, is the list', async ({ cli }) => {
    expect(await cli.run([])).toEqual(await cli.run(['list']));
  });
});

describe('parameters', () => {
  /** A run that ends at once keeps what it was asked for just as well. */
  const nowhere = ['--redis', 'redis://127.0.0.1:1', '--md'];

  it.for(['default', 'quick', 'full'] as const)(
    'the %s preset, and what is given beside it',
    async (preset, { cli }) => {
      const flags = preset === 'default' ? [] : [`--${preset}`];
      await cli.run(['pubsub', ...flags, '--rounds', '7', ...nowhere]);
      const [kept] = await cli.records();
      expect(kept?.preset).toBe(preset);
      const ofPreset = Object.fromEntries(
        params.map(([name, param]) => [
          name,
          (preset === 'default' ? undefined : param[preset]) ?? param.default,
        ]),
      );
      expect(kept?.params).toEqual({ ...ofPreset, rounds: 7 });
    },
  );

  it('the seed given is the seed kept, and without one another is drawn each time', async ({ cli }) => {
    await cli.run(['pubsub', ...nowhere, '--seed', '4294967295']);
    await cli.run(['pubsub', ...nowhere]);
    await cli.run(['pubsub', ...nowhere]);
    const [given, ...drawn] = (await cli.records()).map(({ seed }) => seed);
    expect(given).toBe(4_294_967_295);
    expect(new Set(drawn).size).toBe(2);
  });

  it('the prediction given is kept, and nobody is asked where nobody can answer', async ({ cli }) => {
    await cli.run([...shortest, '--md', '--predict', '2,-,-,1']);
    await cli.run([...shortest, '--md']);
    const kept = (await cli.records()).map(({ predictions }) => predictions);
    expect(kept).toEqual([{ channel: 'twice', slow: 'waits' }, {}]);
  });
});

describe('--acts', () => {
  it('the predictions are those of the acts that were named', async ({ cli }) => {
    const { code, stderr } = await cli.run([...shortest, '--md', '--acts', 'away', '--predict', '3']);
    expect(code, stderr).toBe(0);
    expect(Object.keys((await cli.records())[0]?.predictions ?? {})).toEqual(['away']);
  });

  it('runs these acts; a claim whose act did not run is not tested', async ({ cli }) => {
    const { code, stdout, stderr } = await cli.run([...shortest, '--acts', 'channel,away', '--json']);
    expect(code, stderr).toBe(0);
    const { record, findings } = JSON.parse(stdout);
    expect(record.timings.acts.map(({ id }: { id: string }) => id)).toEqual(['channel', 'away']);
    const claims = (all: { claim: string }[]) => all.map(({ claim }) => claim);
    expect([claims(findings.checks), claims(findings.untested)]).toEqual([['C11'], ['C10', 'C12']]);
  });
});

describe('what is printed where', () => {
  // Ten messages are too few for a 99th percentile, so C10 is inconclusive.
  it('--json: one document on stdout, the progress on stderr; --strict: exit 4, after showing it', async ({
    cli,
  }) => {
    const { code, stdout, stderr } = await cli.run([...shortest, '--json', '--strict']);
    expect(stdout).toMatch(/^\{[\s\S]*\}\n$/);
    const document = JSON.parse(stdout);
    expect(Object.keys(document)).toEqual(['record', 'findings']);
    expect(document.findings.checks[0]).toMatchObject({ claim: 'C10', verdict: 'inconclusive' });
    expect(code).toBe(4);
    expect(stderr).toMatch(/Act 1/);
  });

  it('--json of a failed run is one document too, without findings', async ({ cli }) => {
    const { code, stdout } = await cli.run([...shortest, '--json', '--redis', 'redis://127.0.0.1:1']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ record: { outcome: 'failed', data: null }, findings: null });
  });

  it('--quiet: nothing on stderr; an inconclusive verdict without --strict is no failure', async ({
    cli,
  }) => {
    const { code, stdout, stderr } = await cli.run([...shortest, '--quiet']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/Verdict[\s\S]*C10 +inconclusive/);
  });

  it('--csv', async ({ cli }) => {
    const { stdout } = await cli.run([...shortest, '--csv']);
    expect(stdout).toMatch(/^lab,run,act,table,row,column,unit,value\r\npubsub,/);
  });
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
    const { stdout, stderr } = await cli.run(['show', recordFile, ...flags], { env });
    expect(stdout.includes(escapeCode)).toBe(colored);
    expect(stderr).toBe('');
    const [md, json] = [
      await cli.run(['show', recordFile, '--format', 'md'], { env }),
      await cli.run(['show', recordFile, '--format', 'json'], { env }),
    ];
    expect(md.stdout + json.stdout).not.toContain(escapeCode);
  });
});

describe('--ascii', () => {
  it('leaves ASCII and Hangul only, on a page of COLUMNS', async ({ cli }) => {
    for (const COLUMNS of ['80', '60']) {
      const { stdout } = await cli.run(['show', recordFile, '--ascii', '--lang', 'ko'], { env: { COLUMNS } });
      expect(stdout).toContain('판정');
      expect(stdout).not.toMatch(/[^\n\x20-\x7e\uac00-\ud7a3\u3131-\u318e]/u);
    }
  });
});
