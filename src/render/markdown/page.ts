import type { Lang, Text } from '../../core/text.ts';
import type { ActFindings, Findings, Graded } from '../../report/findings.ts';
import { mapStrings } from '../../report/map-strings.ts';
import type { Report } from '../../report/report.ts';
import { typed } from '../commands.ts';
import { notesOnce } from '../notes-once.ts';
import { visible } from '../printable.ts';
import { measuredOn, withoutData } from '../provenance.ts';
import { skippedAlike } from '../skipped.ts';
import { unfinishedRun } from '../unfinished.ts';
import { actWords, footer, headings, predictionWords, verdictWords } from '../words.ts';
import { markdownBlock } from './blocks.ts';
import { code, fence, prose } from './text.ts';

/** A page to paste into study notes: GitHub-flavoured Markdown, verdicts first. */
export function renderMarkdown(report: Report, lang: Lang): string {
  const shown = mapStrings(withoutData(report), visible);
  const { lab, record, findings } = shown;
  const sections = [
    `# ${prose(lab.title[lang])}`,
    `> ${prose(lab.question[lang]).replaceAll('\n', '\n> ')}`,
    fence(lab.picture[lang]),
    ...(record.outcome === 'completed' && findings !== null
      ? completed(shown, findings, lang)
      : unfinished(shown, lang)),
    closing(shown, lang),
  ];
  return `${sections.join('\n\n')}\n`;
}

function completed(report: Report, findings: Findings, lang: Lang): string[] {
  const heading = (text: Text) => `## ${text[lang]}`;
  const list = (texts: readonly Text[]) => texts.map((text) => item(prose(text[lang]))).join('\n');
  const acts = notesOnce(findings.acts);
  const tries = report.tryNext.map(({ command, look }) =>
    item(`${code(typed(command, report))}: ${prose(look[lang])}`),
  );
  return [
    heading(headings.verdict),
    verdicts(findings, report, lang),
    ...(findings.comparison ? [markdownBlock(findings.comparison, lang)] : []),
    ...(findings.why[lang] ? [heading(headings.why), prose(findings.why[lang])] : []),
    ...(findings.caveat[lang] ? [heading(headings.caveat), prose(findings.caveat[lang])] : []),
    ...(findings.warnings.length > 0 ? [heading(headings.warnings), list(findings.warnings)] : []),
    ...acts.flatMap((act) => (act.skipped ? skippedSection(act, acts, lang) : actSections(act, lang))),
    ...(tries.length > 0 ? [heading(headings.tryNext), tries.join('\n')] : []),
    ...(findings.discuss ? [heading(headings.discuss), prose(findings.discuss[lang])] : []),
  ];
}

function verdicts({ checks, untested }: Findings, report: Report, lang: Lang): string {
  const judged = checks.map(({ claim, sentence, verdict, evidence }) => {
    const said = `**${claim} ${verdictWords[verdict][lang]}** "${prose(sentence[lang])}"`;
    const points = [evidence.headline, ...evidence.points].map((text) => item(prose(text[lang])));
    return item(`${said}\n${points.join('\n')}`);
  });
  const others = untested.map(({ claim, sentence, reason }) =>
    item(
      `${claim} ${actWords.notTested[lang]} "${prose(sentence[lang])}": ${prose(typed(reason[lang], report))}`,
    ),
  );
  return [...judged, ...others].join('\n');
}

function actSections(act: ActFindings, lang: Lang): string[] {
  return [
    `## ${prose(actWords.named(act)[lang])}`,
    ...(act.headline ? [prose(act.headline[lang])] : []),
    ...(act.prediction ? prediction(act.prediction, lang) : []),
    ...act.blocks.map((block) => markdownBlock(block, lang)),
  ];
}

function skippedSection(act: ActFindings, acts: readonly ActFindings[], lang: Lang): string[] {
  const alike = skippedAlike(act, acts);
  if (alike.length === 0) return [];
  const names = alike.map((one) => prose(actWords.named(one)[lang])).join(' · ');
  return [`## ${names}`, prose(`${actWords.skipped[lang]}: ${act.skipped?.[lang]}`)];
}

function prediction({ prompt, chosen, measured, right, misconception, off }: Graded, lang: Lang): string[] {
  if (off) return chosen ? [prose(prompt[lang]), prose(off[lang])] : [];
  const lines = [
    ...(chosen ? [item(`${predictionWords.chosen[lang]}: ${prose(chosen[lang])}`)] : []),
    ...(measured ? [item(`${predictionWords.answer[lang]}: ${prose(measured[lang])}`)] : []),
  ];
  if (lines.length === 0) return [];
  const asked = [prose(prompt[lang]), lines.join('\n')];
  if (!chosen) return asked;
  const remark = right === null ? predictionWords.open : predictionWords[right ? 'right' : 'wrong'];
  const said = misconception ? `${remark[lang]} ${misconception[lang]}` : remark[lang];
  return [...asked, prose(said)];
}

function unfinished(report: Report, lang: Lang): string[] {
  const { heading, noVerdict, said } = unfinishedRun(report, lang);
  return [`## ${heading}`, noVerdict, said.map((text) => item(prose(text))).join('\n')];
}

function closing(report: Report, lang: Lang): string {
  const { lab, record, nextLab, recordFile } = report;
  const lesson = `${footer.lesson[lang]}: ${code(typed(`redis-lab lesson ${lab.id}`, report))}`;
  const entries = [
    ...(record.outcome === 'completed' && nextLab !== null
      ? [
          `${footer.nextLab[lang]}: ${code(typed(`redis-lab ${nextLab.id}`, report))} ${prose(nextLab.title[lang])}`,
        ]
      : []),
    ...(record.outcome === 'completed' ? [lesson] : []),
    `${footer.measuredOn[lang]}: ${prose(measuredOn(record, lang))} (${record.startedAt})`,
    ...(recordFile === null ? [] : [`${footer.record[lang]}: ${code(recordFile)}`]),
  ];
  return ['---', entries.map(item).join('\n')].join('\n\n');
}

function item(text: string): string {
  return `- ${text.replaceAll('\n', '\n  ')}`;
}
