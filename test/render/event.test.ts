import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { same } from '../../src/core/text.ts';
import {
  type LastingEvent,
  type Moving,
  renderEvent,
  renderInLog,
  renderMoving,
} from '../../src/render/terminal/event.ts';
import { prediction } from './fixture.ts';
import { langs, linesWiderThan, notAsciiNorHangul, pageOf } from './page.ts';

const act: Moving['act'] = {
  kind: 'act',
  id: 'fan-out',
  number: 2,
  of: 5,
  title: { ko: '팬아웃(fan-out)…', en: 'Fan-out…' },
  aim: { ko: '마지막 구독자를 보세요.', en: 'Watch the last subscriber.' },
};

const progress: Moving['progress'] = {
  kind: 'progress',
  done: 300,
  of: 1_200,
  unit: { ko: '메시지', en: 'messages' },
};

const done = {
  kind: 'act-done',
  id: 'fan-out',
  number: 2,
  title: act.title,
  headline: {
    ko: '구독자가 50명이면 메시지 절반이 12.3 ms 안에 도착했고, 마지막 구독자는 123 ms에 받았어요.',
    en: 'With 50 subscribers half of the messages arrived within 12.3 ms, the last ones after 123 ms.',
  },
  skipped: false,
  prediction: null,
  tookMs: 1_234,
} as const satisfies LastingEvent;

const events: readonly LastingEvent[] = [
  { kind: 'service-ready', server: { name: 'redis', version: '7.0.15', args: [] }, tookMs: 11.26 },
  act,
  {
    kind: 'warning',
    text: {
      ko: '열어 둘 수 있는 파일 수가 1,024개라서 구독자 2,000명은 건너뛰어요. ulimit -n 값을 올려 보세요.',
      en: 'Only 1,024 files may be open, so 2,000 subscribers are skipped: raise ulimit -n.',
    },
  },
  done,
  { ...done, number: 3, title: { ko: '자리 비움', en: 'Away' }, prediction },
  {
    ...done,
    number: 4,
    title: { ko: '클러스터', en: 'The cluster' },
    headline: { ko: 'redis-server 7 이상이 필요해요.', en: 'It takes redis-server 7 or later.' },
    skipped: true,
  },
];

const live = (page: Parameters<typeof pageOf>[0], render = renderEvent) =>
  events.map((event) => render(event, pageOf(page))).join('\n');

describe.each(langs)('the live view in %s', (lang) => {
  test('as it scrolls by', async () => {
    await expect(`${live({ lang })}\n`).toMatchFileSnapshot(`golden/events.${lang}.txt`);
    await expect(`${live({ lang }, renderInLog)}\n`).toMatchFileSnapshot(`golden/events.${lang}.log.txt`);
  });

  test.each([renderEvent, renderInLog])('%o keeps to the page, its signs and its colours', (render) => {
    expect(live({ lang, ascii: true }, render)).not.toMatch(notAsciiNorHangul);
    expect(live({ lang }, render)).toMatch(notAsciiNorHangul);
    expect(linesWiderThan(60, live({ lang, columns: 60 }, render))).toEqual([]);
    expect(linesWiderThan(60, live({ lang, columns: 60, ascii: true }, render))).toEqual([]);
    expect(live({ lang }, render)).not.toContain('\u001b');
    expect(live({ lang, color: true }, render)).toContain('\u001b[');
  });
});

test('in a log, where the name of the act stands already, an act that ends is what came out', () => {
  expect(renderEvent(done, pageOf())).toContain('2막');
  expect(renderInLog(done, pageOf())).not.toContain('2막');
  expect(renderInLog(done, pageOf())).toContain('12.3 ms');
});

test('who was right reads the answer once, and who said nothing reads nothing of it', () => {
  const { chosen, measured } = prediction;
  const shown = (change: Partial<typeof prediction>) =>
    renderEvent({ ...done, prediction: { ...prediction, ...change } }, pageOf({ lang: 'en', columns: 100 }));
  const right = shown({ chosen: measured, right: true, misconception: null });
  expect(right.split(measured?.en ?? '')).toHaveLength(2);
  expect(right).toContain('You were right.');
  const wrong = shown({});
  for (const text of [chosen?.en, measured?.en]) expect(wrong).toContain(text);
  expect(shown({ chosen: null, right: null, misconception: null })).toBe(
    renderEvent({ ...done, prediction: null }, pageOf({ lang: 'en', columns: 100 })),
  );
});

test('progress beyond its end, or of nothing, stays one line of one length', () => {
  const bar = (done: number, of: number) =>
    renderMoving(
      { act, progress: { kind: 'progress', done, of, unit: same('x') }, elapsedMs: 0 },
      pageOf(),
    ).match(/[━┄]+/)?.[0];
  expect(bar(0, 10)).toBe('┄'.repeat(24));
  expect(bar(5, 10)).toBe('━'.repeat(12) + '┄'.repeat(12));
  expect(bar(20, 10)).toBe('━'.repeat(24));
  expect(bar(0, 0)).toBe('┄'.repeat(24));
});

describe('the moving line', () => {
  const moving = (page: Parameters<typeof pageOf>[0], progress_: Moving['progress'] = progress) =>
    renderMoving({ act, progress: progress_, elapsedMs: 12_345 }, pageOf(page));

  test('says which act, how long and how far', () => {
    expect(moving({})).toBe(
      `▸ 2/5막  팬아웃(fan-out)…  12.3 s  ${'━'.repeat(6)}${'┄'.repeat(18)}  300/1,200 메시지`,
    );
    expect(moving({ lang: 'en' }, null)).toBe('▸ Act 2/5  Fan-out…  12.3 s');
  });

  test('is one line and never wider than the page, from 20 columns to 140', () => {
    for (const lang of langs) {
      for (const ascii of [false, true]) {
        for (let columns = 20; columns <= 140; columns += 1) {
          const line = moving({ lang, ascii, columns });
          expect(line).not.toContain('\n');
          expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
          // Whatever has to go, the act and its time stay.
          expect(line).toContain('2/5');
          expect(line).toContain('12.3 s');
        }
      }
    }
  });

  test('shows a control code in a title and does not obey it', () => {
    const title = same('\u001b[2J\r');
    const line = renderMoving({ act: { ...act, title }, progress: null, elapsedMs: 0 }, pageOf());
    expect(line).toContain('\\x1b[2J\\x0d');
    expect(line).not.toContain('\u001b');
  });
});
