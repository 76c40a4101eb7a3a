import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import type { PubsubData } from '../../labs/pubsub/data.ts';
import type { RunRecord } from '../../src/core/record.ts';
import type { Trace } from '../../src/core/trace.ts';
import { readTrace } from '../../src/replay/read.ts';
import { notePage } from '../../src/web/note-page.ts';
import { unpack } from '../../src/web/page-data.ts';
import { withCli } from '../cli/run-cli.ts';
import { toldMessages } from '../labs/trace-counts.ts';
import { hangul } from '../texts.ts';
import { noBrowser, type Opened, openPage, withBrowser } from './browser.ts';

const pageLimit = 140_000;
const reportLimit = 500_000;

/** One quick run on a real Redis, its page as `report` prints it, and one browser for all. */
const tried = withBrowser();
let html: string;
let file: string;
let trace: Trace;
let record: RunRecord<PubsubData>;

beforeAll(async () => {
  if (noBrowser) return;
  await withCli(async (cli) => {
    const ran = await cli.run(['pubsub', '--quick', '--json', '--seed', '11', '--acts', 'channel,away']);
    expect(ran.code, ran.stderr).toBe(0);
    ({ record } = JSON.parse(ran.stdout));
    const kept = join(cli.stateFolder, 'redis-lab', 'runs', 'pubsub', `${record.id}.trace.jsonl`);
    trace = readTrace(await readFile(kept, 'utf8'));
    const said = await cli.run(['report', 'last', '--format', 'html', '--lang', 'ko']);
    expect(said).toMatchObject({ code: 0, stderr: '' });
    html = said.stdout;
  });
  file = join(tried.folder, 'note.html');
  await writeFile(file, html);
}, 120_000);

async function open(hash = '', options: BrowserContextOptions = {}, from = file): Promise<Opened> {
  const opened = await openPage(tried.browser, `${pathToFileURL(from)}${hash}`, 1_280, options);
  await opened.page.locator('.transport').first().waitFor({ timeout: 10_000 });
  return opened;
}

const at = (place: Readonly<Record<string, string>>) =>
  `#${new URLSearchParams({ record: record.id, act: 'away', arm: 'cut', x: '0.001', ...place })}`;
const hashOf = (page: Page) => new URLSearchParams(new URL(page.url()).hash.slice(1));
const timeOf = (page: Page) => Number(hashOf(page).get('t'));
const close = ({ page }: Opened) => page.context().close();

describe.skipIf(noBrowser !== null)(`the page of a run (${noBrowser ?? 'in Chromium'})`, () => {
  it('opens from a file, asks for nothing, and cannot', async () => {
    const opened = await open();
    const { page, faults } = opened;
    expect(await page.locator('h1').innerText()).toContain('Pub/Sub');
    expect(faults).toEqual([]);
    const refused = await page.evaluate('fetch("http://127.0.0.1:9/").then(() => "went", String)');
    expect(refused).toMatch(/TypeError/);
    expect(faults.join()).toContain('Content Security Policy');
    await close(opened);
  });

  it('shows what the run lost: as many as --json says, at the end of the arm and in the table', async () => {
    const opened = await open(at({ t: '999999999' }));
    const told = toldMessages(record.data?.away.find(({ absence }) => absence === 'cut')?.history as never);
    const cells = await opened.page
      .locator('.counts tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) => [
          row.dataset.kind,
          ...[...row.querySelectorAll('td')].map((cell) => Number(cell.innerText)),
        ]),
      );
    const row = (kind: string) => cells.find(([one]) => one === kind);
    expect(told.lost).toBeGreaterThan(0);
    expect(row('send')).toEqual(['send', told.sent, told.sent]);
    expect(row('recv')).toEqual(['recv', told.received, told.received]);
    expect(row('ack')).toEqual(['ack', told.acknowledged, told.acknowledged]);
    expect(row('drop')).toEqual(['drop', told.lost, told.lost]);
    expect(await opened.page.locator('.diagram .dropped .cross').count()).toBe(told.lost);
    await close(opened);
  });

  it('goes by keys: step, back, marks, start, end, play, help; a key in a control stays there', async () => {
    const opened = await open(at({}));
    const { page } = opened;
    const times = [...new Set(trace.events.filter(({ arm }) => arm === 'cut').map(({ atUs }) => atUs))];
    const since = (place: number) => (times[place] ?? 0) - (times[0] ?? 0);
    await page.keyboard.press('Home');
    for (const place of [0, 1, 2]) {
      await page.keyboard.press('ArrowRight');
      expect(timeOf(page)).toBe(since(place));
    }
    await page.keyboard.press('ArrowLeft');
    expect(timeOf(page)).toBe(since(1));
    await page.keyboard.press('Shift+ArrowRight');
    expect(timeOf(page)).toBeGreaterThan(since(2));
    await page.keyboard.press('End');
    expect(timeOf(page)).toBeGreaterThanOrEqual(since(times.length - 1));
    await page.keyboard.press('Home');
    await page.keyboard.press('Space');
    await expect.poll(() => page.locator('.clock b').innerText()).not.toBe('0.000 ms');
    expect(await page.locator('.transport .main').getAttribute('aria-label')).toBe('멈춤');
    await page.keyboard.press('Space');
    expect(await page.locator('.transport .main').getAttribute('aria-label')).toBe('재생');
    await page.keyboard.press('?');
    expect(await page.locator('dialog').isVisible()).toBe(true);
    await page.locator('dialog button').click();
    expect(await page.locator('dialog').isVisible()).toBe(false);
    await page.locator('h1').click();
    const before = timeOf(page);
    await page.locator('.chooser select').first().focus();
    await page.keyboard.press('ArrowRight');
    expect(timeOf(page)).toBe(before);
    await close(opened);
  });

  it('everything that can be done is reached by the Tab key, and is seen to be', async () => {
    const opened = await open(at({ t: '99999999' }));
    const { page } = opened;
    const wanted = page.locator(
      '.top button, .scene button:not([tabindex="-1"]):visible, .scene select, .scene input',
    );
    const seen = new Set<string>();
    for (let press = 0; press < 80; press += 1) {
      await page.keyboard.press('Tab');
      const focused = page.locator(':focus');
      if ((await focused.count()) === 0) continue;
      seen.add(await focused.evaluate((one) => one.outerHTML));
      expect(
        await focused.evaluate((one) => one.ownerDocument.defaultView.getComputedStyle(one).outlineStyle),
      ).not.toBe('none');
    }
    expect(seen.size).toBeGreaterThanOrEqual(await wanted.count());
    await close(opened);
  });

  it('lights up in stage, diagram and feed what is pointed at or focused', async () => {
    const opened = await open(at({ t: '2000' }));
    const { page } = opened;
    await page.locator('.feed li button').first().focus();
    await page.locator('.feed .lit').first().waitFor();
    await page.locator('.diagram .lit').first().waitFor();
    await page.locator('.actor').first().focus();
    await page.locator('.actor.lit').waitFor();
    await page.locator('.diagram .lane.lit').waitFor();
    await close(opened);
  });

  it('shows the same frame at the same address, and another one at another', async () => {
    const frame = async (place: Readonly<Record<string, string>>) => {
      const opened = await open(at(place));
      const canvas = opened.page.locator('.stage canvas');
      // A canvas that nothing was drawn on yet is 300 wide.
      await expect.poll(() => canvas.evaluate((one) => one.width)).toBeGreaterThan(300);
      const pixels = await canvas.evaluate((one) => one.toDataURL());
      await close(opened);
      return pixels;
    };
    const [one, again, other] = [
      await frame({ t: '9000' }),
      await frame({ t: '9000' }),
      // At its end something is lost; a moment before that may look as the beginning does.
      await frame({ t: '999999999' }),
    ];
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });

  it('puts another arm beside it, with one clock and what is between them', async () => {
    const opened = await open(at({ with: 'stays', t: '999999999' }));
    const { page } = opened;
    expect(await page.locator('.stage').count()).toBe(2);
    expect(await page.locator('.transport').count()).toBe(1);
    const lost = record.data?.away.find(({ absence }) => absence === 'cut')?.history;
    expect(await page.locator('tr[data-kind="drop"] .apart').innerText()).toBe(
      `−${toldMessages(lost as never).lost}`,
    );
    await close(opened);
  });

  it.each([360, 1280])('fits %d pixels in both languages, and axe finds nothing serious', async (width) => {
    const opened = await open(at({ t: '9000' }), { viewport: { width, height: 800 } });
    const { page } = opened;
    for (const lang of ['ko', 'en'] as const) {
      await page.locator(`.choice button[lang="${lang}"]`).click();
      expect(await page.locator('html').getAttribute('lang')).toBe(lang);
      expect(hashOf(page).get('lang')).toBe(lang);
      expect(await page.title(), 'so is its title').toBe(catalogue[0]?.title[lang]);
      const wide = await page.locator('html').evaluate((root) => root.scrollWidth);
      expect(wide).toBeLessThanOrEqual(width);
      const tooWide = await page
        .locator('.wide')
        .evaluateAll((tables) => tables.filter((one) => one.scrollWidth > one.clientWidth).length);
      expect(tooWide, 'no table has to be pushed aside').toBe(0);
      if (lang === 'en') expect(await page.locator('.scene').innerText()).not.toMatch(hangul);
      else expect(await page.locator('.scene').innerText()).toMatch(/다시 보기/);
      await page.evaluate(axe.source);
      const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    }
    await close(opened);
  });

  it('on a phone shows the whole of a line, and a table of many columns cell by cell', async () => {
    const opened = await open(at({ t: '9000' }), { viewport: { width: 360, height: 800 } });
    const { page } = opened;
    const cut = await page
      .locator('.feed li button')
      .evaluateAll((rows) => rows.filter((one) => one.scrollWidth > one.clientWidth).length);
    expect(cut).toBe(0);
    const heading = await page
      .locator('.many td')
      .nth(1)
      .evaluate((cell) => cell.ownerDocument.defaultView.getComputedStyle(cell, '::before').content);
    expect(heading).toBe('"발행 (건)"');
    await close(opened);
  });

  it('has everybody in sight on paper, which is narrower than the window and lays nothing out anew', async () => {
    const opened = await open(at({}));
    const outside = await opened.page.locator('.stage').evaluate((stage) => {
      stage.style.width = '500px';
      const edge = stage.getBoundingClientRect().right;
      return [...stage.querySelectorAll('.actor')].filter((one) => one.getBoundingClientRect().right > edge)
        .length;
    });
    expect(outside).toBe(0);
    await close(opened);
  });

  it('moves nothing by itself where less motion is wanted: the diagram first, and play is a step', async () => {
    const opened = await open(at({}), { reducedMotion: 'reduce' });
    const { page } = opened;
    await page.keyboard.press('Home');
    await page.locator('.transport .main').click();
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    expect(timeOf(page)).toBe(0);
    const top = (of: string) => page.locator(of).evaluate((one) => one.getBoundingClientRect().top);
    expect(await top('.diagram')).toBeLessThan(await top('.stage'));
    await close(opened);
  });

  it('says each step, and on paper leaves out what can only be pressed', async () => {
    const opened = await open(at({}));
    const { page } = opened;
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('[role="log"]').innerText()).toMatch(/보냄/);
    expect(await page.locator('.scrub input').getAttribute('aria-valuetext')).toMatch(/보낸 메시지 1/);
    await page.emulateMedia({ media: 'print' });
    for (const part of ['.transport', '.feed', '.top'])
      expect(await page.locator(part).isVisible()).toBe(false);
    for (const part of ['.stage', '.diagram', '.counts'])
      expect(await page.locator(part).isVisible()).toBe(true);
    expect(await page.locator('.chosen').innerText()).toBe('3막 자리 비움 · 연결이 끊김');
    // What clears the canvas would take the boxes away on paper, if it lay above them.
    const layerOf = (part: string) =>
      page
        .locator(part)
        .first()
        .evaluate((one) => one.ownerDocument.defaultView.getComputedStyle(one).zIndex);
    expect([await layerOf('.actor'), await layerOf('.stage canvas')]).toEqual(['1', 'auto']);
    await close(opened);
  });

  it('on paper shows its end where nobody has played, and what was chosen where somebody did', async () => {
    const opened = await open(at({ t: '-1' }));
    const { page } = opened;
    const counted = () => page.locator('.counts tr.recv td').allInnerTexts();
    await page.evaluate(
      `addEventListener('beforeprint', () => queueMicrotask(() => {
        globalThis.printed = document.querySelector('.counts tr.recv').textContent;
      }))`,
    );
    const printed = async () => {
      await page.pdf();
      return String(await page.evaluate('printed'));
    };
    const [soFar, inAll] = await counted();
    expect(soFar).toBe('0');
    expect(await printed()).toContain(`${inAll}${inAll}`);
    expect(await counted()).toEqual([soFar, inAll]);
    await page.keyboard.press('ArrowRight');
    expect(await printed()).toContain(`0${inAll}`);
    await close(opened);
  });

  it('runs nothing that a trace or a record smuggles in', async () => {
    const enclosed = await unpack(/gzip;base64">([^<]+)</.exec(html)?.[1] ?? '');
    const evil = '<img src=x onerror="document.title=1"></script><script>alert(1)</script>';
    const [run] = enclosed.runs;
    if (!run?.trace) throw new Error('the page holds no trace');
    const events = run.trace.events.map((event) =>
      'msg' in event ? { ...event, msg: evil, on: evil } : event,
    );
    const hostile = { ...run, trace: { ...run.trace, events } };
    const template = await readFile('dist/page.html', 'utf8');
    const evilFile = join(tried.folder, 'evil.html');
    await writeFile(evilFile, await notePage(template, { ...enclosed, runs: [hostile] }));
    const opened = await open(at({ t: '9000' }), {}, evilFile);
    expect(await opened.page.locator('img').count()).toBe(0);
    expect(await opened.page.locator('.feed').innerText()).toContain('<img src=x');
    expect(opened.faults).toEqual([]);
    await close(opened);
  });

  it('is stamped as measured, and as a model where an act only calculates', async () => {
    const enclosed = await unpack(/gzip;base64">([^<]+)</.exec(html)?.[1] ?? '');
    const [run] = enclosed.runs;
    if (!run?.report.findings) throw new Error('the page holds no findings');
    const acts = run.report.findings.acts.map((act) =>
      act.id === 'away' ? { ...act, isModel: true as const } : act,
    );
    const report = { ...run.report, findings: { ...run.report.findings, acts } };
    const modelFile = join(tried.folder, 'model.html');
    const template = await readFile('dist/page.html', 'utf8');
    await writeFile(modelFile, await notePage(template, { ...enclosed, runs: [{ ...run, report }] }));
    const opened = await open(at({}), {}, modelFile);
    const { page } = opened;
    const stamp = page.locator('.scene .stamp');
    expect(await stamp.innerText()).toContain('모델(계산한 것)');
    await page.locator('.chooser select').first().selectOption({ index: 0 });
    await expect.poll(() => stamp.innerText()).toContain('측정');
    expect(await page.locator('.stamp.model').count()).toBe(0);
    await close(opened);
  });

  it('without a script is the note, in the language of who wrote it', async () => {
    const context = await tried.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${pathToFileURL(file)}`);
    expect(await page.locator('h2').first().innerText()).toBe('노트에 적힌 말');
    await context.close();
  });
});

describe('the size of the page', () => {
  it('as it is built; and it names nothing to load, and no folder of who built it', async () => {
    const page = await readFile('dist/page.html', 'utf8');
    expect(page.includes(process.cwd())).toBe(false);
    expect(Buffer.byteLength(page)).toBeLessThan(pageLimit);
    expect(page.replace(/<script type="module">[\s\S]*?<\/script>/, '')).not.toMatch(
      /src=|href=|url\(|@import/,
    );
    expect(page).not.toMatch(/unsafe-inline|unsafe-eval/);
  });

  it.skipIf(noBrowser !== null)('with 20,000 events of a real trace in it', async () => {
    const enclosed = await unpack(/gzip;base64">([^<]+)</.exec(html)?.[1] ?? '');
    const [run] = enclosed.runs;
    if (!run?.trace) throw new Error('the page holds no trace');
    const { events } = run.trace;
    const many = Array.from({ length: 20_000 }, (_, seq) => {
      const event = events[seq % events.length];
      const round = Math.floor(seq / events.length);
      return { ...event, seq, atUs: (event?.atUs ?? 0) + round * 1_000_003 + ((seq * 7_919) % 97) } as never;
    });
    const long = { ...run, trace: { ...run.trace, events: many } };
    const page = await notePage(await readFile('dist/page.html', 'utf8'), { ...enclosed, runs: [long] });
    expect(Buffer.byteLength(page)).toBeLessThan(reportLimit);
  });
});
