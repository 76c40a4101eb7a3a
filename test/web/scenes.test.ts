import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import type { AnyLab } from '../../src/core/lab.ts';
import { eventually } from '../eventually.ts';
import { hangul } from '../texts.ts';
import { expectFit, noBrowser, openPage, withDemo } from './browser.ts';

const tried = withDemo();

const labs: readonly AnyLab[] = await Promise.all(catalogue.map(async ({ load }) => (await load()).default));
const scenes = labs.filter(({ live }) => live).map(({ id }) => id);

const cut = (names: readonly { scrollWidth: number; clientWidth: number; textContent: string | null }[]) =>
  names.flatMap((name) => (name.scrollWidth > name.clientWidth ? [name.textContent] : []));

/** How far apart the middles of two parts are, both at one moment: what is live goes on between two. */
async function apart(page: Page, one: string, other: string): Promise<number> {
  const middles = (await page.evaluate(
    `['${one}', '${other}'].map((part) => {
      const { top, bottom } = document.querySelector(part).getBoundingClientRect();
      return (top + bottom) / 2;
    })`,
  )) as [number, number];
  return Math.abs(middles[0] - middles[1]);
}

describe.skipIf(noBrowser !== null)(`each scene (${noBrowser ?? 'in Chromium'})`, () => {
  it('is there', () => expect(scenes.length).toBeGreaterThanOrEqual(8));

  it('shows what it asks next above its buttons, on a low screen, too', async () => {
    const { page, faults } = await openPage(tried.browser, `${tried.demo.newUrl()}#lab=pubsub`, 1_280);
    await page.setViewportSize({ width: 1_280, height: 700 });
    await page.getByRole('button', { name: '직접 망가뜨려 보기' }).click();
    await page.locator('.ladder .now input').first().click();
    await page.locator('.ladder .done').waitFor();
    await eventually(async () => {
      const [choice, pokes] = await Promise.all([
        page.locator('.ladder .now label').last().boundingBox(),
        page.locator('.pokes').boundingBox(),
      ]);
      expect((choice?.y ?? 999) + (choice?.height ?? 0)).toBeLessThanOrEqual(pokes?.y ?? 0);
    });
    await page.getByRole('button', { name: '멈추기', exact: true }).click();
    await page.getByRole('button', { name: '직접 망가뜨려 보기' }).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it.each(scenes)(
    '%s fits a phone and a wall in both languages, and axe finds nothing serious',
    async (lab) => {
      const { page, faults } = await openPage(tried.browser, `${tried.demo.newUrl()}#lab=${lab}`, 360);
      await page.getByRole('button', { name: '직접 망가뜨려 보기' }).click();
      await page.locator('.pokes button:enabled').first().waitFor({ timeout: 60_000 });
      await page.locator('.scene').waitFor();
      for (const width of [360, 1_100, 1_280]) {
        await page.setViewportSize({ width, height: 800 });
        for (const lang of ['en', 'ko'] as const) {
          await page.locator(`.choice button[lang="${lang}"]`).click();
          await expectFit(page);
          // Nobody's name is cut off at its side.
          await eventually(async () =>
            expect(await page.locator('.actor .name').evaluateAll(cut)).toEqual([]),
          );
          // The bar is no taller than it has to be: the button for the keys stands beside the speed.
          expect(await apart(page, '.ask', '.speed'), `${lang} at ${width}`).toBeLessThan(4);
          const said = await page.locator('.scene-panel').innerText();
          if (lang === 'en') expect(said).not.toMatch(hangul);
          else expect(said).toMatch(hangul);
        }
      }
      // What is done by hand is beside where it shows, and both are on the first screen.
      const poke = await page.locator('.pokes button').last().boundingBox();
      expect((poke?.y ?? 800) + (poke?.height ?? 0)).toBeLessThanOrEqual(800);
      expect((await page.locator('.scene').boundingBox())?.y).toBeLessThan(300);
      expect(await page.evaluate('scrollY')).toBe(0);
      await page.getByRole('button', { name: '멈추기', exact: true }).click();
      await page.getByRole('button', { name: '직접 망가뜨려 보기' }).waitFor();
      expect(faults).toEqual([]);
      await page.context().close();
    },
  );
});
