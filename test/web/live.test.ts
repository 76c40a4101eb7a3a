import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { loadRun } from '../../src/course/kept-run.ts';
import { loadTrace } from '../../src/course/load-trace.ts';
import { eventually } from '../eventually.ts';
import { expectFit, noBrowser, openPage, withDemo } from './browser.ts';

const tried = withDemo();

const open = (url: string, width: number) => openPage(tried.browser, url, width);

describe.skipIf(noBrowser !== null)(`the live page (${noBrowser ?? 'in Chromium'})`, () => {
  it('predict, run for real, see both, all by keys; then the other language, and the same run after a reload', async () => {
    const { page, faults } = await open(tried.demo.newUrl(), 360);
    const press = async (name: RegExp, role: 'button' | 'radio' | 'checkbox' = 'button', key = 'Enter') => {
      const control = page.getByRole(role, { name }).first();
      await control.waitFor();
      await control.focus();
      await page.keyboard.press(key);
    };
    await press(/^Pub\/Sub/);
    await expectFit(page);
    for (const act of [/팬아웃/, /자리 비움/, /읽지 않는/, /스트림/]) await press(act, 'checkbox', 'Space');
    await press(/^한 번$/, 'radio', 'Space');
    await press(/진짜 서버로 실행하기/);
    await page.locator('article').waitFor({ timeout: 60_000 });
    await expectFit(page);
    const said = await page.locator('article').innerText();
    expect(said).toContain('한 번');
    expect(said).toContain('두 번');

    const { report } = await loadRun('last', 'redis-lab');
    expect(report.record.predictions).toEqual({ channel: 'once' });
    const { trace } = await loadTrace('last');
    const commands = trace.events.filter(({ kind }) => kind === 'command').length;
    const row = page.getByRole('row', { name: /^명령/ });
    expect((await row.innerText()).split(/\s+/)).toContain(String(commands));

    await press(/English/);
    await page.getByText('Only to those').or(page.getByText('only to those')).first().waitFor();
    await page.reload();
    await page.locator('article').waitFor();
    expect(page.url()).toContain(report.record.id);
    expect(page.url()).not.toContain('code');
    expect(faults).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('the picture of every lab is whole on a phone, in both languages', async () => {
    const { page } = await open(tried.demo.newUrl(), 360);
    await page.locator('.card').first().waitFor();
    const count = await page.locator('.card').count();
    expect(count).toBeGreaterThan(8);
    for (let lab = 0; lab < count; lab += 1) {
      await page.locator('.card').nth(lab).click();
      for (const lang of ['ko', 'en']) {
        await page.locator(`.choice button[lang="${lang}"]`).click();
        const hidden = await page.locator('.drawn').evaluate((one) => one.scrollWidth - one.clientWidth);
        expect(hidden, `${lab} ${lang}`).toBe(0);
      }
      await page.locator('main button.link').first().click();
      await page.locator('.card').first().waitFor();
    }
    await page.context().close();
  });

  it('a scene is broken by hand, and what happened ticks itself', async () => {
    const { page, faults } = await open(`${tried.demo.newUrl()}#lab=pubsub`, 1_280);
    await page.getByRole('button', { name: '직접 망가뜨려 보기' }).click();
    const done = page.locator('.ladder .done');
    const choose = (name: string) => page.getByRole('radio', { name, exact: true }).click();
    // Its task is done, and nothing is told while the question is open.
    await eventually(async () =>
      expect(Number(await page.locator('tr[data-kind="recv"] td').first().innerText())).toBeGreaterThan(6),
    );
    expect(await done.count()).toBe(0);
    // Nothing here is over yet, and the bar is in reach however high the rest is.
    await page.getByRole('heading', { name: '지금 일어나는 일' }).waitFor();
    expect(await page.locator('.stamp b').innerText()).toBe('측정 중');
    await page.setViewportSize({ width: 1_280, height: 600 });
    await page.locator('.scene > header').evaluate((header) => header.scrollIntoView());
    const bar = await page.locator('.transport').boundingBox();
    expect((bar?.y ?? 600) + (bar?.height ?? 0)).toBeLessThanOrEqual(600);
    await page.setViewportSize({ width: 1_280, height: 800 });
    await expectFit(page);
    await choose('두 구독자가 모두 받아요');
    await eventually(async () => expect(await done.count()).toBe(1));
    await page.locator('.ladder .right', { hasText: '내 예측: 두 구독자가 모두 받아요' }).waitFor();
    await choose('구독자 2가 늦게라도 모두 받아요');
    await page.getByRole('button', { name: '처음으로' }).click();
    await page.reload();
    await page.getByRole('radio', { name: '늦게라도', checked: true }).waitFor();
    // The moment that the address names is over: the page goes along with what happens now.
    const position = page.getByRole('slider', { name: '재생 위치' });
    await eventually(async () => expect(Number(await position.inputValue())).toBeGreaterThan(8_000));
    await page.locator('.transport').getByRole('button', { name: '멈춤' }).waitFor();
    await page.getByRole('button', { name: '구독자 2의 네트워크 끊기' }).click();
    await page.locator('.actor.cut').waitFor();
    await eventually(async () => expect(await page.locator('.ladder .now').count()).toBe(1));
    await page.waitForTimeout(1_500);
    await page.getByRole('button', { name: '네트워크 잇기' }).click();
    await eventually(async () => expect(await done.count()).toBe(2));
    await page.locator('.ladder .wrong', { hasText: '측정: 하나도 받지 못해요' }).waitFor();
    await choose('고르지 않기');
    await page.getByRole('button', { name: /^Redis 멈추기/ }).click();
    await page.locator('.actor.paused').waitFor();
    await page.waitForTimeout(500);
    await page.getByRole('button', { name: /^Redis 다시 움직이기/ }).click();
    await eventually(async () => expect(await done.count()).toBe(3));
    expect(await done.nth(2).innerText()).not.toContain('내 예측');
    await expectFit(page);
    await page.getByRole('button', { name: '멈추기', exact: true }).click();
    await page.getByRole('button', { name: '직접 망가뜨려 보기' }).waitFor();
    expect(faults).toEqual([]);
    await page.context().close();
  });

  it('a room votes by phone: the same person after a reload, and the measurement beside the votes', async () => {
    const wall = await open(`${tried.demo.newUrl()}#lab=pubsub`, 1_280);
    const phone = await open(tried.demo.voterUrl, 360);
    const next = (name: RegExp) => wall.page.getByRole('button', { name }).click();
    await next(/여럿이 투표/);
    await wall.page.getByText('1명이 들어왔어요').waitFor();
    await wall.page.getByRole('heading', { name: /^Pub\/Sub/ }).waitFor();
    await phone.page.getByText('들어왔어요. 투표가 시작되면').waitFor();
    await next(/투표 시작/);
    await phone.page.getByRole('button', { name: '두 번' }).click();
    const mine = phone.page.locator('[aria-pressed="true"]', { hasText: '두 번' });
    await mine.waitFor();
    await phone.page.getByRole('button', { name: '확실해요' }).click();
    await phone.page.locator('.sure [aria-pressed="true"]', { hasText: '확실해요' }).waitFor();
    await wall.page.getByText('1명 가운데 1명이 골랐어요').waitFor();
    await next(/^60초 뒤에 닫기/);
    await phone.page
      .getByRole('timer')
      .filter({ hasText: /^(60|[1-5]\d)초 뒤에 투표가 닫혀요/ })
      .waitFor();
    // Out of the back-forward cache a page comes with a socket that is dead, and may not know it.
    const again = phone.page.waitForEvent('websocket');
    await phone.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    await again;
    await mine.waitFor();
    await phone.page.reload();
    await mine.waitFor();
    await expectFit(phone.page);
    await expectFit(wall.page);
    // The question is on the wall: who wants to has nothing but buttons, after a reload, too.
    const big = () => phone.page.getByRole('button', { name: '버튼만 크게' });
    const tall = () => mine.evaluate((one) => one.getBoundingClientRect().height);
    const before = await tall();
    await big().click();
    await phone.page.reload();
    await mine.waitFor();
    expect(await tall()).toBeGreaterThan(2 * before);
    await expectFit(phone.page);
    await big().click();
    expect(await tall()).toBe(before);
    expect(await wall.page.locator('.votes').count()).toBe(0);
    await next(/투표 닫기/);
    for (const { page } of [wall, phone]) {
      await page.locator('.votes tr.measured', { hasText: '두 번' }).waitFor({ timeout: 60_000 });
      await expectFit(page);
    }
    const taken = wall.page.waitForEvent('download');
    await wall.page.getByRole('link', { name: 'CSV' }).click();
    const csv = await readFile(await (await taken).path(), 'utf8');
    expect(csv).toMatch(/^lab,act,choice,measured,first,second,guess,fairly-sure,sure\r\n/);
    expect(csv).toContain('pubsub,channel,twice,true,1,,0,0,1\r\n');
    expect(await phone.page.getByRole('link').count()).toBe(0);
    expect([...wall.faults, ...phone.faults]).toEqual([]);
    await Promise.all([wall, phone].map(({ page }) => page.context().close()));
  });
});
