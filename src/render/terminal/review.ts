import type { Sureness } from '../../core/act.ts';
import type { Graded } from '../../report/findings.ts';
import type { TerminalPage } from '../../report/report.ts';
import { toAscii } from './ascii.ts';
import { renderGraded } from './prediction.ts';
import { paragraph } from './text.ts';

/** What came of one question, and where to read on. */
export function renderReviewed(graded: Graded, lesson: string, page: TerminalPage): string {
  const more = { ko: `자세히: ${lesson}`, en: `Read on: ${lesson}` }[page.lang];
  const text = [renderGraded(graded, page), paragraph(more, page.columns)].join('\n');
  return `\n${page.ascii ? toAscii(text) : text}\n`;
}

/** What is left to ask. */
export function renderQueue(due: number, nextDays: number | null, page: TerminalPage): string {
  const text =
    due > 0
      ? {
          ko: `다시 물어볼 질문이 ${due}개 있어요. 터미널에서 redis-lab review를 실행하면 물어봐요.`,
          en:
            due === 1
              ? 'One question is due. On a terminal redis-lab review asks it.'
              : `${due} questions are due. On a terminal redis-lab review asks them.`,
        }
      : nextDays === null
        ? {
            ko: '다시 물어볼 질문이 없어요. 예측이 빗나간 질문은 하루, 사흘, 이레 뒤에 다시 물어요.',
            en: 'Nothing to ask again. A prediction that missed comes back after 1, 3 and 7 days.',
          }
        : {
            ko: `오늘은 다시 물어볼 질문이 없어요. 다음 질문은 ${nextDays}일 뒤예요.`,
            en: `Nothing is due today. The next question comes in ${nextDays} ${nextDays === 1 ? 'day' : 'days'}.`,
          };
  return `${paragraph(text[page.lang], page.columns)}\n`;
}

const surest: Sureness = 3;

/** How good the learner's own certainty is; empty before they ever were sure. */
export function renderCalibration(
  calibration: ReadonlyMap<Sureness, { readonly answers: number; readonly wrong: number }>,
  page: TerminalPage,
): string {
  const { answers, wrong } = calibration.get(surest) ?? { answers: 0, wrong: 0 };
  if (answers === 0) return '';
  const text =
    wrong === 0
      ? {
          ko: `확실하다고 한 답 ${answers}개가 ${answers === 1 ? '' : '모두 '}맞았어요.`,
          en: `Sure and wrong: none of ${answers}.`,
        }
      : {
          ko: `확실하다고 한 답 ${answers}개 가운데 ${wrong}개가 틀렸어요.`,
          en: `Sure and wrong: ${wrong} of ${answers}.`,
        };
  return `${paragraph(text[page.lang], page.columns)}\n`;
}
