import stringWidth from 'string-width';
import { describe, expect } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import { flagOf, type Param } from '../../src/core/params.ts';
import { lab } from '../labs/pubsub/fixture.ts';
import { hangul } from '../texts.ts';
import { it } from './run-cli.ts';

const params = Object.entries(lab.params as Record<string, Param>);

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
