import type { Text } from '../../core/text.ts';
import { mapStrings } from '../../report/map-strings.ts';
import type { Report, TerminalPage } from '../../report/report.ts';
import { finished, fitFor } from './ascii.ts';
import { renderBlock } from './blocks.ts';

/** The maps that a run drew, all it has to say of them; null where it drew none. */
export function renderMaps({ findings }: Report, page: TerminalPage): string | null {
  const maps = (findings?.acts ?? []).flatMap(({ blocks }) => blocks.filter(({ kind }) => kind === 'map'));
  if (maps.length === 0) return null;
  return `${finished(
    mapStrings(maps, fitFor(page)).map((map) => renderBlock(map, page)),
    page,
  )}\n`;
}

export const noMaps: Text = { ko: '이 실행에는 지도가 없어요.', en: 'This run drew no map.' };
