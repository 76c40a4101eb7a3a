import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import {
  type Browser,
  type BrowserContextOptions,
  type Page,
  chromium as playwright,
  type Request,
} from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { findProgram } from '../../src/services/programs.ts';
import type { Demo } from '../../src/web/demo.ts';
import { livePage } from '../../src/web/live-page.ts';
import { chromium } from './chromium.ts';
import { openTestDemo } from './laboratory.ts';

const found = await findProgram(chromium);

/** Why what needs a browser is skipped; null where it is here. */
export const noBrowser = found ? null : `no ${chromium.binaries.join(', ')} on PATH`;

/** A Chromium without a window. Root may not have its sandbox; what it opens are pages of ours. */
export async function openBrowser(): Promise<Browser> {
  return await playwright.launch({ executablePath: found?.file ?? '', args: ['--no-sandbox'] });
}

interface Tried {
  readonly browser: Browser;
  /** For files of the test, and for the runs that are kept. */
  readonly folder: string;
}

/** A browser for the tests of a file. */
export function withBrowser(): Tried {
  const tried = {} as { browser: Browser; folder: string };
  beforeAll(async () => {
    tried.folder = await mkdtemp(join(tmpdir(), 'redis-lab-test-'));
    process.env.XDG_STATE_HOME = tried.folder;
    if (noBrowser) return;
    tried.browser = await openBrowser();
  });
  afterAll(async () => {
    if (!noBrowser) await tried.browser.close();
    await rm(tried.folder, { recursive: true });
  });
  return tried;
}

/** The same, and a demo with its real pages to look at. */
export function withDemo(): Tried & { readonly demo: Demo } {
  const tried = withBrowser() as Tried & { demo: Demo };
  beforeAll(async () => {
    if (noBrowser) return;
    const page = (live: 'host' | 'voter') => livePage({ live, lang: 'ko' });
    tried.demo = await openTestDemo({ host: page('host'), voter: page('voter') });
  });
  afterAll(() => tried.demo?.close());
  return tried;
}

export interface Opened {
  readonly page: Page;
  /** What went wrong in it, and whatever it asked for elsewhere. */
  readonly faults: string[];
}

/** A reader of their own: another cookie jar, another phone. */
export async function openPage(
  browser: Browser,
  url: string,
  width: number,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const viewport = { width, height: 800 };
  const context = await browser.newContext({ viewport, locale: 'ko-KR', ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  const { host } = new URL(url);
  // A page from a file has no host: it asks for nothing but itself.
  const isOwn = (request: Request) =>
    host === '' ? request.isNavigationRequest() : new URL(request.url()).host === host;
  page.on('request', (request) => isOwn(request) || faults.push(`asked for ${request.url()}`));
  await page.goto(url);
  return { page, faults };
}

/** Nothing wider than the window, and nothing that keeps somebody out. */
export async function expectFit(page: Page): Promise<void> {
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate('axe.run()')) as axe.AxeResults;
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}
