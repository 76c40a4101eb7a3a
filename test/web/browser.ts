import axe from 'axe-core';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import { expect } from 'vitest';
import { findProgram } from '../../src/services/programs.ts';
import { chromium } from './chromium.ts';

const found = await findProgram(chromium);

/** Why what needs a browser is skipped; null where it is here. */
export const noBrowser = found ? null : `no ${chromium.binaries.join(', ')} on PATH`;

/** A Chromium without a window. Root may not have its sandbox; what it opens are pages of ours. */
export async function openBrowser(): Promise<Browser> {
  return await playwright.launch({ executablePath: found?.file ?? '', args: ['--no-sandbox'] });
}

/** A reader of their own: another cookie jar, another phone. With what went wrong, and whatever was asked of elsewhere. */
export async function openPage(
  browser: Browser,
  url: string,
  width: number,
): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 800 }, locale: 'ko-KR' });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('request', (request) => {
    const { hostname } = new URL(request.url());
    if (hostname !== '127.0.0.1') faults.push(request.url());
  });
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
