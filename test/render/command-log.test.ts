import { describe, expect, it } from 'vitest';
import { openCommandLog } from '../../src/render/command-log.ts';

const act = (number: number, id: string) =>
  ({ kind: 'act', id, number, of: 2, title: { ko: id, en: id }, aim: { ko: '', en: '' } }) as const;

function logged(
  lang: 'ko' | 'en',
  ...commands: readonly [connection: string, command: string, reply?: string][]
) {
  const log = openCommandLog(lang);
  log.note(act(1, 'away'));
  for (const [connection, command, reply] of commands)
    log.note({ kind: 'command', connection, command, ...(reply === undefined ? {} : { reply }) });
  return log.text();
}

describe('the commands of a run', () => {
  it('stand act by act, with who sent them and what came back behind a #', () => {
    const log = openCommandLog('en');
    log.note(act(1, 'away'));
    log.note({ kind: 'command', connection: 'a', command: 'PUBLISH x 1', reply: '1) "x"\n2) (integer) 2' });
    log.note(act(2, 'streams'));
    log.note({ kind: 'command', connection: 'a', command: 'PUBLISH x 2' });
    log.note({ kind: 'warning', text: { ko: '', en: 'no command' } });
    expect(log.text()).toBe(
      [
        '# What the experiment sent. Lines that do not begin with # can be pasted into redis-cli.',
        '',
        ...['# Act 1  away', '# a>', 'PUBLISH x 1', '#   1) "x"', '#   2) (integer) 2'],
        '',
        ...['# Act 2  streams', '# a>', 'PUBLISH x 2', ''],
      ].join('\n'),
    );
  });

  it('that are alike but for their figures are counted after the third', () => {
    const many = Array.from({ length: 1_203 }, (_, id) => ['p', `PUBLISH room-${id % 7} "#${id}"`] as const);
    const text = logged('ko', ...many.map(([who, what]): [string, string] => [who, what]), ['p', 'GET x']);
    expect(text.match(/^PUBLISH/gm)).toHaveLength(3);
    expect(text).toContain('\nGET x\n');
    expect(text).toContain('# 1,200번 더: p> PUBLISH room-0…');
  });

  it('that are too long, or hold a secret that was left out, are no lines to paste', () => {
    const text = logged('en', ['p', `SET x ${'y'.repeat(10_000)}`], ['p', 'HELLO 3 AUTH *** ***']);
    expect(text.length).toBeLessThan(1_000);
    expect(text).toMatch(/^# SET x y+…$/m);
    expect(text).toMatch(/^# HELLO 3 AUTH/m);
  });

  it('move no cursor and begin no line of their own', () => {
    const text = logged('en', ['p\u001b[2J', 'GET x\u001b[2J', '\u001b[2J\rSET y 1']);
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\r');
    expect(text).not.toMatch(/^SET y/m);
  });
});
