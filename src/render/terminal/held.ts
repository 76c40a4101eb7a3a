import type { Text } from '../../core/text.ts';
import type { HeldShown } from '../../report/held.ts';
import type { TerminalPage } from '../../report/report.ts';
import { styleOf } from './style.ts';
import { hang, padEnd, paragraph, unbroken, widestLine } from './text.ts';

const words = {
  log: { ko: '로그', en: 'log' },
  login: { ko: '로그인', en: 'log in' },
  client: { ko: '명령', en: 'talk' },
  dead: { ko: '죽었어요', en: 'dead' },
} as const satisfies Record<string, Text>;

/** Each server with all that somebody needs who wants to break it. Commands and paths keep their lines: they are copied. */
export function renderHeld(servers: readonly HeldShown[], page: TerminalPage): string {
  return servers.map((server) => renderServer(server, page)).join('\n\n');
}

function renderServer({ name, url, pid, logFile, login, client }: HeldShown, page: TerminalPage): string {
  const { lang, columns } = page;
  const { strong, faint, bad, accent } = styleOf(page);
  const entries = [
    [words.log, logFile],
    ...(login === null ? [] : [[words.login, accent(login)] as const]),
    ...(client === null ? [] : [[words.client, accent(client)] as const]),
  ] as const;
  const width = widestLine(entries.map(([label]) => label[lang]));
  const state = pid === null ? bad(words.dead[lang]) : unbroken(`pid ${pid}`);
  return [
    paragraph(`${strong(name)}  ${url}  ${state}`, columns),
    ...entries.map(([label, text]) =>
      hang(`    ${faint(padEnd(label[lang], width))}  `, unbroken(text), columns),
    ),
  ].join('\n');
}
