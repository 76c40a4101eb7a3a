import { expect, test } from 'vitest';
import type { LabEvent } from '../../src/core/events.ts';
import { same } from '../../src/core/text.ts';
import { renderEvent } from '../../src/render/terminal-event.ts';
import { langs, linesWiderThan, notAsciiNorHangul, pageOf } from './page.ts';

const events: readonly LabEvent[] = [
  { kind: 'service-ready', server: { name: 'redis', version: '7.0.15', args: [] }, tookMs: 11.26 },
  {
    kind: 'step',
    id: 'channel',
    title: { ko: '1. 채널: 구독자 둘, 발행자 하나', en: '1. A channel: two subscribers' },
  },
  {
    kind: 'command',
    connection: 'publisher',
    command: 'PUBLISH room "…"',
    reply: '1) "room"\n2) (integer) 2',
  },
  { kind: 'command', connection: '구독자 1', command: 'SUBSCRIBE room' },
  { kind: 'progress', done: 300, of: 1_200, unit: { ko: '메시지', en: 'messages' } },
  {
    kind: 'warning',
    text: {
      ko: '열어 둘 수 있는 파일 수가 1,024개라서 구독자 2,000명은 건너뛰어요. ulimit -n 값을 올려 보세요.',
      en: 'Only 1,024 files may be open, so 2,000 subscribers are skipped: raise ulimit -n.',
    },
  },
];

const live = (page: Parameters<typeof pageOf>[0]) =>
  events.map((event) => renderEvent(event, pageOf(page))).join('\n');

test.each(langs)('the live view in %s', async (lang) => {
  await expect(`${live({ lang })}\n`).toMatchFileSnapshot(`golden/events.${lang}.txt`);
  expect(live({ lang, ascii: true })).not.toMatch(notAsciiNorHangul);
  expect(live({ lang })).toMatch(notAsciiNorHangul);
  expect(linesWiderThan(60, live({ lang, columns: 60 }))).toEqual([]);
  expect(live({ lang })).not.toContain('\u001b');
  expect(live({ lang, color: true })).toContain('\u001b[');
});

test('progress beyond its end, or of nothing, stays one line of one length', () => {
  const bar = (done: number, of: number) =>
    renderEvent({ kind: 'progress', done, of, unit: same('x') }, pageOf()).match(/[━┄]+/)?.[0];
  expect(bar(0, 10)).toBe('┄'.repeat(24));
  expect(bar(5, 10)).toBe('━'.repeat(12) + '┄'.repeat(12));
  expect(bar(20, 10)).toBe('━'.repeat(24));
  expect(bar(0, 0)).toBe('┄'.repeat(24));
});

test('a command is never wrapped, so that it can be copied; its control codes are shown', () => {
  const command = `PUBLISH room ${'long '.repeat(40)}`;
  expect(renderEvent({ kind: 'command', connection: 'p', command }, pageOf())).toContain(command);
  const reply = renderEvent(
    { kind: 'command', connection: 'p', command: 'GET x', reply: '\u001b[2J' },
    pageOf(),
  );
  expect(reply).toContain('\\x1b[2J');
});
