import { describe, expect, test } from 'vitest';
import { renderLesson } from '../../src/render/terminal/lesson.ts';
import { linesWiderThan, notAsciiNorHangul, pageOf } from './page.ts';

const command =
  'redis-cli CONFIG SET client-output-buffer-limit "normal 0 0 0 pubsub 32mb 8mb 60"  # two  blanks';

const guide = `# 방송은 기다려 주지 않아요

채널은 메시지를 보관하지 않아요. **저장은 없어요**… 그래서 \`redis-cli CLIENT LIST TYPE pubsub\` 명령으로 누가 듣고 있는지 봐 두면 좋아요.


- 첫째, 구독자는 \`SUBSCRIBE\` 뒤에 발행된 메시지만 받아요. 그보다 먼저 발행된 메시지는 어디에도 없어요.

## 1막. 채널 {#channel}

먼저 해 보세요.

\`\`\`sh
# not a heading
${command}


  echo "한 줄 더"
\`\`\`

### 더 보기

안쪽 내용이에요.

## 2막. 자리 비움 {#away}

1. 다시 연결하면 올까요?

  <details><summary>힌트</summary>다시 연결해도 오지 않아요. <code>PUBSUB NUMSUB</code>로 확인해 보세요.</details>
`;

const lesson = (section: string | null, page: Parameters<typeof pageOf>[0] = {}) =>
  renderLesson(guide, section, pageOf(page)) ?? '';

describe('a lesson', () => {
  test('has its headings without their marks, strong where there is colour', () => {
    const lines = lesson(null).split('\n');
    expect(lines).toContain('방송은 기다려 주지 않아요');
    expect(lines).toContain('1막. 채널');
    expect(lesson(null)).not.toContain('{#');
    expect(lesson(null, { color: true })).toContain('\u001b[1m1막. 채널');
  });

  test('keeps code as it stands: long lines, blanks, blank lines, comments', () => {
    for (const columns of [40, 80]) {
      expect(lesson(null, { columns })).toContain(
        `    # not a heading\n    ${command}\n\n\n      echo "한 줄 더"\n`,
      );
    }
    expect(lesson(null)).not.toContain('```');
  });

  test('wraps prose, without its marks and never inside a command, and hangs the points of a list', () => {
    for (let columns = 40; columns <= 100; columns += 1) {
      const text = lesson(null, { columns });
      expect(linesWiderThan(columns, text).filter((line) => !line.includes(command))).toEqual([]);
      expect(text).toContain('redis-cli CLIENT LIST TYPE pubsub');
    }
    expect(lesson(null)).not.toMatch(/\*\*|`/);
    expect(lesson(null)).toMatch(/^- 첫째.*\n {2}\S/m);
    expect(lesson(null)).not.toMatch(/ $/m);
  });

  test('shows a hint as a hint', () => {
    expect(lesson('away')).toBe(
      '2막. 자리 비움\n\n1. 다시 연결하면 올까요?\n\n   힌트: 다시 연결해도 오지 않아요. PUBSUB NUMSUB로 확인해 보세요.\n',
    );
  });

  test('keeps to ASCII and Hangul when asked to', () => {
    const text = lesson(null, { ascii: true, columns: 60 });
    expect(text).not.toMatch(notAsciiNorHangul);
    expect(linesWiderThan(60, text).filter((line) => !line.includes(command))).toEqual([]);
  });
});

describe('a section of a lesson', () => {
  test('goes from its heading to the next of its rank; a comment in code is no heading', () => {
    const text = lesson('channel');
    expect(text.startsWith('1막. 채널\n')).toBe(true);
    expect(text).toContain('echo');
    expect(text).toContain('더 보기');
    expect(text).not.toContain('2막');
  });

  test('that the guide does not have is null', () => {
    expect(renderLesson(guide, 'cluster', pageOf())).toBeNull();
    expect(renderLesson(guide, '', pageOf())).toBeNull();
  });
});
