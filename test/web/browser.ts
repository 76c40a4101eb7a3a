import { type Browser, chromium as playwright } from 'playwright-core';
import { findProgram } from '../../src/services/programs.ts';
import { chromium } from './chromium.ts';

const found = await findProgram(chromium);

/** Why what needs a browser is skipped; null where it is here. */
export const noBrowser = found ? null : `no ${chromium.binaries.join(', ')} on PATH`;

/** A Chromium without a window. Root may not have its sandbox; what it opens are pages of ours. */
export async function openBrowser(): Promise<Browser> {
  return await playwright.launch({ executablePath: found?.file ?? '', args: ['--no-sandbox'] });
}
