import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import type { Walk } from '../../src/course/walk.ts';
import { createRandom } from '../../src/measure/random.ts';
import { eventually } from '../eventually.ts';
import { processNamed } from '../processes.ts';
import { type Cli, it } from './run-cli.ts';
import { isTmuxHere, type Terminal, withTmux } from './tmux.ts';

type Page = Pick<Walk, 'step' | 'phase'>;

const headings = {
  en: {
    story: 'This step',
    question: 'Your prediction',
    sure: 'How sure are you\\?',
    talk: 'The room is split',
    revote: 'Vote again',
    result: 'Measured',
    told: 'What happened\\?',
    why: 'Why',
    change: 'Change one thing',
    changed: 'Before and after',
    recap: 'Take along',
    end: 'That was the last step',
  },
  ko: {
    story: '이번 단계',
    question: '예측해 보세요',
    sure: '얼마나 확신하나요',
    talk: '의견이 갈렸어요',
    revote: '다시 투표해요',
    result: '측정 결과',
    told: '무슨 일이 일어났나요',
    why: '이유',
    change: '하나만 바꿔서',
    changed: '바꾸기 전과 뒤',
    recap: '가져갈 것',
    end: '끝까지 왔어요',
  },
} as const satisfies Record<string, Partial<Record<Walk['phase'], string>>>;

/** Where the walk is, as it would go on after a kill. */
async function pageOf(cli: Cli, track = 'chat'): Promise<Page> {
  const file = join(cli.stateFolder, 'redis-lab', 'walkthrough', `${track}.json`);
  const { step, phase } = JSON.parse(await readFile(file, 'utf8')) as Walk;
  return { step, phase };
}

/** The page is there, whole: its first line in the first row, its keys in the last of them that is not empty. */
async function whole(terminal: Terminal, { step, phase }: Page, lang: 'en' | 'ko'): Promise<void> {
  const heading = headings[lang][phase as keyof (typeof headings)['en']];
  const keys = { en: 'q quit', ko: 'q 나가기' }[lang];
  await terminal.shows(new RegExp(`^▸ ${step + 1}/\\d[^\\n]*\\n\\s*${heading}[\\s\\S]*${keys}\\s*$`));
}

const sizes = [
  [80, 24],
  [60, 20],
] as const;

/** A terminal that somebody pulls at the corner of: each page is seen in both sizes, the next one begins in the last. */
function puller(terminal: Terminal) {
  let turn = 0;
  return async (page: Page, lang: 'en' | 'ko') => {
    await whole(terminal, page, lang);
    turn += 1;
    const [columns, rows] = sizes[turn % sizes.length] as (typeof sizes)[number];
    await terminal.resize(columns, rows);
    await whole(terminal, page, lang);
  };
}

/** A whole act, beside another test file. */
const actWithinMs = 120_000;

/** The next page that is to be read; while an act runs there is none. */
async function nextPage(cli: Cli, before: Page): Promise<Page> {
  return await eventually(async () => {
    const page = await pageOf(cli);
    expect(page).not.toEqual(before);
    expect(page.phase).not.toBe('run');
    return page;
  }, actWithinMs);
}

async function goOn(terminal: Terminal, { phase }: Page): Promise<void> {
  if (phase === 'question') return await terminal.type('1');
  if (phase === 'sure') return await terminal.type('3');
  await terminal.type('Enter');
  if (phase !== 'told') return;
  // The line to write stands below the page, and pushes nothing of it away.
  await terminal.shows(/^▸[\s\S]*\n {2}>/);
  await terminal.type('-l', '세 건을 잃었어요');
  await terminal.type('Enter');
}

const walkthrough = ['walkthrough', '--track', 'chat', '--no-color'];
const ways = ['kill -9', 'close', 'q'] as const;

/** Ends it in one of three ways, and goes on where it was. */
async function interrupt(cli: Cli, terminal: Terminal, way: (typeof ways)[number]): Promise<void> {
  if (way === 'kill -9') process.kill(await processNamed(cli.folder, 'redis-lab walkthrough'), 'SIGKILL');
  if (way === 'close') await terminal.close();
  if (way === 'q') await terminal.type('q');
  expect(await terminal.status(), way).toBe({ 'kill -9': 137, close: 129, q: 0 }[way]);
  await terminal.run(walkthrough);
  await terminal.shows(/Go on at \d\/\d/);
  await terminal.type('y');
}

describe.skipIf(!isTmuxHere)(
  `a real terminal${isTmuxHere ? '' : ' (skipped: no tmux)'}`,
  { concurrent: true },
  () => {
    it('the first track, interrupted ten times, and back again in Korean', { timeout: 300_000 }, ({ cli }) =>
      withTmux(cli, async (open) => {
        const random = createRandom(13);
        const atPages = new Set(random.shuffle(Array.from({ length: 45 }, (_, index) => index)).slice(0, 10));
        const terminal = open('alone', 80, 24);
        const fits = puller(terminal);
        await terminal.run(walkthrough);
        await terminal.shows(/q quit\s*$/);
        let page = await pageOf(cli);
        let interruptions = 0;
        for (let pages = 0; page.phase !== 'end'; pages += 1) {
          await fits(page, 'en');
          if (atPages.has(pages)) {
            await interrupt(cli, terminal, ways[interruptions % ways.length] as (typeof ways)[number]);
            interruptions += 1;
            await whole(terminal, page, 'en');
          }
          await goOn(terminal, page);
          page = await nextPage(cli, page);
        }
        expect(interruptions).toBe(10);
        await fits(page, 'en');
        await terminal.type('b');
        page = await nextPage(cli, page);
        await whole(terminal, page, 'en');
        await interrupt(cli, terminal, 'q');
        await whole(terminal, page, 'en');
        await terminal.type('q');
        expect(await terminal.status()).toBe(0);

        await terminal.run([...walkthrough, '--lang', 'ko']);
        await terminal.shows(/이어서 할까요/);
        await terminal.type('-l', 'ㅛ');
        for (; page.step > 0 || page.phase !== 'story'; page = await nextPage(cli, page)) {
          await fits(page, 'ko');
          await terminal.type('-l', 'ㅠ');
        }
        await fits(page, 'ko');
        await terminal.type('-l', 'ㅂ');
        expect(await terminal.status()).toBe(0);
      }),
    );

    it('a room votes, talks and votes again; a second terminal is in step', { timeout: 120_000 }, ({ cli }) =>
      withTmux(cli, async (open) => {
        const [room, notes] = [open('room', 100, 30), open('notes', 80, 24)];
        await room.run(['walkthrough', '--track', 'brokers', '--present', '--people', '9', '--no-color']);
        await room.shows(/q quit\s*$/);
        await notes.run(['walkthrough', '--notes', '--no-color']);
        await notes.shows(/^▸ 1\/\d+ {2}Away {2}the story[\s\S]*q quit\s*$/);
        const vote = async (votes: string) => {
          await room.type('Enter');
          await room.shows(/How many for each choice\?/);
          await room.type('-l', votes);
          await room.type('Enter');
        };
        await room.type('Enter');
        await whole(room, { step: 0, phase: 'question' }, 'en');
        await notes.shows(/question and vote[\s\S]*It is easy to think/);
        await vote('5 3 1');
        const talk = await room.shows(/The room is split[\s\S]*[12]:\d\d/);
        expect(talk.join('\n'), 'the first vote stays hidden').not.toMatch(/\b5\b.*Everything/);
        await notes.shows(/talking[\s\S]*Everything[^\n]* 5$/m);
        await room.type('Enter');
        await room.shows(/Vote again[\s\S]*q quit/);
        await vote('1 8 0');
        await room.shows(/5 → 1[\s\S]*✓ 3 → 8[\s\S]*q quit\s*$/);
        await notes.shows(/the measurement[\s\S]*5 → 1[\s\S]*3 → 8/);
        for (const terminal of [room, notes]) {
          await terminal.type('q');
          expect(await terminal.status()).toBe(0);
        }
      }),
    );

    it('the menu is whole with four labs more than there are', ({ cli }) =>
      withTmux(cli, async (open) => {
        for (const id of ['one', 'two', 'three', 'four']) await cli.run(['new-lab', id]);
        for (const [columns, rows] of sizes) {
          for (const [lang, question] of [
            ['en', 'What shall we put to the test'],
            ['ko', '어떤 실험을 해 볼까요'],
          ] as const) {
            const terminal = open('menu', columns, rows);
            await terminal.run(['--labs', 'labs', '--lang', lang]);
            const whole = new RegExp(
              `^\\? ${question}[\\s\\S]*w walkthrough · e experiments · r review\\s*$`,
            );
            for (let key = 0; key < catalogue.length; key += 1) {
              await terminal.shows(whole);
              await terminal.type('Up');
            }
            await terminal.shows(whole);
            await terminal.type('q');
            expect(await terminal.status()).toBe(0);
          }
        }
      }));

    it('a title that has no room beside its lab stands whole below the menu', ({ cli }) =>
      withTmux(cli, async (open) => {
        const terminal = open('narrow', 20, 24);
        await terminal.run(['--lang', 'en']);
        await terminal.shows(
          /❯ {2}1 · pubsub\n {3}2 · ttl\n[\s\S]*\nPub\/Sub: only to\nthose who listen\nnow\n/,
        );
        await terminal.resize(60, 20);
        await terminal.shows(
          /❯ {2}1 · pubsub[^\n]*…\n[\s\S]*\nPub\/Sub: only to those who listen now\nabout/,
        );
        await terminal.resize(80, 24);
        await terminal.shows(/❯ {2}1 · pubsub +Pub\/Sub: only to those who listen now\n[\s\S]*\n\nabout/);
        await terminal.type('q');
        expect(await terminal.status()).toBe(0);
      }));

    it('the menu is drawn anew, on the same lab, when the terminal becomes narrower and wider again', ({
      cli,
    }) =>
      withTmux(cli, async (open) => {
        const terminal = open('pulled', 80, 24);
        await terminal.run(['--lang', 'ko']);
        const size = async (columns: number, rows: number, row: RegExp) => {
          await terminal.resize(columns, rows);
          const lines = await terminal.shows(row);
          expect(lines.filter((line) => line.startsWith('?'))).toEqual(['? 어떤 실험을 해 볼까요?']);
          expect(lines.filter((line) => /^(❯| ) +\d+ ·/.test(line)).length).toBeGreaterThanOrEqual(7);
          expect(lines.filter((line) => line.startsWith('로?'))).toEqual([]);
        };
        await terminal.shows(/^\? 어떤[\s\S]*r review\s*$/);
        await terminal.type('Down', 'Down');
        await terminal.shows(/❯ {2}3 · sticky/);
        await size(60, 20, /^\? 어떤[\s\S]*❯ {2}3 · sticky[^\n]*…\n[\s\S]*r review\s*$/);
        await size(
          80,
          24,
          /^\? 어떤[\s\S]*❯ {2}3 · sticky[^\n]*서버로\?\n[\s\S]*11 · memory[\s\S]*r review\s*$/,
        );
        await terminal.type('q');
        expect(await terminal.status()).toBe(0);
      }));

    it.for([
      ['the menu', [], /q or Esc to leave/],
      ['the choice of a track', ['walkthrough'], /q or Esc to leave/],
      ['a line of text', ['walkthrough', '--track', 'all', '--present'], /How many people/],
      ['a question', ['pubsub', '--quick', '--acts', 'away'], /Enter to skip/],
      ['an experiment', ['experiments', 'pubsub', '1'], /q quit/],
    ] as const)('closed at %s it ends the program, without an abort', ([, args, text], { cli }) =>
      withTmux(cli, async (open) => {
        const terminal = open('closed', 80, 24);
        await terminal.run(args);
        await terminal.shows(text);
        await terminal.close();
        expect(await terminal.status()).toBe(129);
      }),
    );

    it('q leaves the choice of a track, the question whether to go on, a line of text, and a run', ({
      cli,
    }) =>
      withTmux(cli, async (open) => {
        const terminal = open('leaving', 80, 24);
        const leaves = async (args: readonly string[], text: RegExp, ...keys: string[]) => {
          await terminal.run(args);
          await terminal.shows(text);
          await terminal.type(...keys);
          expect(await terminal.status()).toBe(0);
        };
        await leaves(['walkthrough'], /to leave/, 'q');
        await leaves(['walkthrough', '--track', 'all', '--present'], /q to leave/, 'q', 'Enter');
        await terminal.run(['walkthrough', '--track', 'nearby']);
        await whole(terminal, { step: 0, phase: 'story' }, 'en');
        await terminal.type('Enter');
        await whole(terminal, { step: 0, phase: 'question' }, 'en');
        await terminal.type('q');
        expect(await terminal.status()).toBe(0);
        await leaves(['walkthrough', '--track', 'nearby'], /Go on at/, 'q');
        await terminal.run(['walkthrough', '--track', 'nearby']);
        await terminal.shows(/Go on at/);
        await terminal.type('y');
        await whole(terminal, { step: 0, phase: 'question' }, 'en');
        await terminal.type('Enter');
        await terminal.shows(/^ {2}q quit\s+▸ Act 1/);
        await terminal.type('q');
        expect(await terminal.status()).toBe(0);
        expect(await pageOf(cli, 'nearby')).toEqual({ step: 0, phase: 'run' });
      }));
  },
);
