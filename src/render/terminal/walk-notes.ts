import type { Text } from '../../core/text.ts';
import { mapStrings } from '../../report/map-strings.ts';
import type { TerminalPage } from '../../report/report.ts';
import type { WalkNotes } from '../../report/walk-page.ts';
import { finished, fitFor } from './ascii.ts';
import { styleOf } from './style.ts';
import { hang, paragraph, proseColumns } from './text.ts';

const gone: Text = {
  ko: '! 발표 화면이 닫혔어요. 다시 열면 여기서 이어져요.',
  en: '! The presenter has left. When the walk goes on, so does this page.',
};

/** Where the room is, what each choice means, and what to ask. */
export function renderWalkNotes(notes: WalkNotes, page: TerminalPage): string {
  const { step, phase, left, choices, ask, next } = mapStrings(notes, fitFor(page));
  const { lang, columns } = page;
  const { strong, faint, accent } = styleOf(page);
  const heading = hang(
    `${accent('▸')} `,
    strong(`${step.number}/${step.of}  ${step.title[lang]}  ${phase[lang]}`),
    columns,
  );
  const said = choices.map(({ label, misconception, first, second }, index) => {
    const count = first === null ? '' : second === null ? `  ${first}` : `  ${first} → ${second}`;
    const line = hang(
      `  ${accent(String(index + 1))}  `,
      `${label[lang]}${strong(count)}`,
      proseColumns(columns),
    );
    const note = misconception && faint(hang('     ', misconception[lang], proseColumns(columns)));
    return note ? `${line}\n${note}` : line;
  });
  const questions = ask.map((text) => hang('  ? ', text[lang], proseColumns(columns)));
  const following = next && paragraph({ ko: `다음: ${next.ko}`, en: `Next: ${next.en}` }[lang], columns);
  return finished(
    [
      heading,
      left ? paragraph(gone[lang], columns) : null,
      said.length > 0 ? said.join('\n') : null,
      questions.join('\n'),
      following && faint(following),
    ],
    page,
  );
}
