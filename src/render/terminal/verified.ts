import { formatQuantity } from '../../report/format.ts';
import type { TerminalPage } from '../../report/report.ts';
import { isAstray, isDifference, type Verified } from '../../report/verified.ts';
import { actWords, verdictWords } from '../words.ts';
import { toAscii } from './ascii.ts';
import { styleOf } from './style.ts';
import { hang, proseColumns, unbroken } from './text.ts';

type Checked = Verified['checks'][number];

/** One lab: how long it took, what it said of each claim, and where that is not what it should say. */
export function renderVerified(verified: Verified, page: TerminalPage): string {
  const { good, bad, strong, faint } = styleOf(page);
  const { lang } = page;
  const columns = proseColumns(page.columns);
  const sign = isAstray(verified) ? bad('✗') : good('✓');
  const heading = `  ${sign} ${strong(verified.lab)}  ${faint(formatQuantity(verified.tookMs / 1e3, 's'))}`;
  const tested = verified.checks.filter(({ verdict }) => verdict !== null);
  const said = verified.failed?.[lang] ?? tested.map((check) => unbroken(checkText(check, page))).join(' · ');
  const untested = verified.checks.flatMap(({ claim, reason }) =>
    reason ? [faint(hang('    · ', `${claim} ${actWords.notTested[lang]}: ${reason[lang]}`, columns))] : [],
  );
  const lines = [heading, ...(said ? [hang('    ', said, columns)] : []), ...untested].join('\n');
  return `${page.ascii ? toAscii(lines) : lines}\n`;
}

function checkText({ claim, expected, verdict, ...rest }: Checked, page: TerminalPage): string {
  const { bad, unsure } = styleOf(page);
  const word = verdict ? verdictWords[verdict][page.lang] : '';
  if (verdict === 'inconclusive') return unsure(`${claim} ${word}`);
  if (!isDifference({ claim, expected, verdict, ...rest })) return `${claim} ${word}`;
  const due = verdictWords[expected][page.lang];
  return bad(`${claim} ${word}, ${{ ko: `기대한 판정: ${due}`, en: `expected: ${due}` }[page.lang]}`);
}

const claimsOf = (checks: readonly Checked[]) => checks.map(({ claim }) => claim).join(', ');

/** How many claims came out as they should. */
export function renderVerifiedSum(all: readonly Verified[], page: TerminalPage): string {
  const checks = all.flatMap((one) => one.checks);
  const tested = checks.filter(({ verdict }) => verdict !== null);
  const asExpected = tested.filter(({ expected, verdict }) => verdict === expected);
  const undecided = tested.filter(({ verdict }) => verdict === 'inconclusive');
  const failed = all.filter((one) => one.failed !== null);
  const sum = {
    ko: `주장 ${tested.length}개 가운데 ${asExpected.length}개가 기대한 판정과 같아요.`,
    en: `${asExpected.length} of ${tested.length} claims came out as expected.`,
  };
  const others = [
    undecided.length > 0 && {
      ko: `판단을 보류한 주장: ${claimsOf(undecided)}. 이유는 그 실험의 판정에 나와요. 컴퓨터가 바빴을 수도 있어요.`,
      en: `Undecided: ${claimsOf(undecided)}. The verdict of its lab says why; a busy machine can be the reason.`,
    },
    failed.length > 0 && {
      ko: `끝까지 하지 못한 실험: ${failed.map(({ lab }) => lab).join(', ')}`,
      en: `Labs that did not come to their end: ${failed.map(({ lab }) => lab).join(', ')}`,
    },
  ].filter((text) => text !== false);
  const text = [sum, ...others]
    .map((one) => hang('  ', one[page.lang], proseColumns(page.columns)))
    .join('\n');
  return `\n${page.ascii ? toAscii(text) : text}\n`;
}
