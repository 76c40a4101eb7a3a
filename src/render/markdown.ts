import type { Lang, Text } from '../core/text.ts';
import type { Findings } from '../report/findings.ts';
import type { Report } from '../report/report.ts';
import { markdownBlock } from './markdown-blocks.ts';
import { code, fence, prose } from './markdown-text.ts';
import { predictionOutcome } from './prediction.ts';
import { mapStrings, visible } from './printable.ts';
import { lessonFile, measuredOn, withoutData } from './provenance.ts';
import { unfinishedRun } from './unfinished.ts';
import { footer, headings, predictionWords, verdictWords } from './words.ts';

/** A page to paste into study notes: GitHub-flavoured Markdown. */
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
  const checks = findings.checks.map(({ claim, verdict, evidence }) =>
    item(`**${claim} ${verdictWords[verdict][lang]}**: ${prose(evidence[lang])}`),
  );
  const tries = report.tryNext.map(({ command, look }) => item(`${code(command)}: ${prose(look[lang])}`));
  return [
    ...findings.blocks.map((block) => markdownBlock(block, lang)),
    ...(checks.length > 0 ? [heading(headings.verdict), checks.join('\n')] : []),
    ...prediction(report, findings, lang),
    ...(findings.warnings.length > 0 ? [heading(headings.warnings), list(findings.warnings)] : []),
    heading(headings.why),
    prose(findings.why[lang]),
    heading(headings.caveat),
    prose(findings.caveat[lang]),
    ...(tries.length > 0 ? [heading(headings.tryNext), tries.join('\n')] : []),
  ];
}

function prediction(report: Report, findings: Findings, lang: Lang): string[] {
  const outcome = predictionOutcome(report, findings, lang);
  if (outcome === null) return [];
  const { chosen, answer, remark, misconception } = outcome;
  const lines = [item(`${predictionWords.chosen[lang]}: ${prose(chosen)}`)];
  if (answer !== null) lines.push(item(`${predictionWords.answer[lang]}: ${prose(answer)}`));
  const said = misconception === null ? remark : `${remark} ${misconception}`;
  return [`## ${headings.prediction[lang]}`, lines.join('\n'), prose(said)];
}

function unfinished(report: Report, lang: Lang): string[] {
  const { heading, noVerdict, said } = unfinishedRun(report, lang);
  return [`## ${heading}`, noVerdict, said.map((text) => item(prose(text))).join('\n')];
}

function closing({ lab, record, nextLab, recordFile }: Report, lang: Lang): string {
  const entries = [
    ...(record.outcome === 'completed' ? onwards(lab.id, nextLab, lang) : []),
    `${footer.measuredOn[lang]}: ${prose(measuredOn(record, lang))} (${record.startedAt})`,
    ...(recordFile === null ? [] : [`${footer.record[lang]}: ${code(recordFile)}`]),
  ];
  return ['---', entries.map(item).join('\n')].join('\n\n');
}

function onwards(labId: string, nextLab: Report['nextLab'], lang: Lang): string[] {
  const lesson = `${footer.lesson[lang]}: ${code(lessonFile(labId, lang))}`;
  if (nextLab === null) return [lesson];
  return [
    `${footer.nextLab[lang]}: ${code(`redis-lab ${nextLab.id}`)} ${prose(nextLab.title[lang])}`,
    lesson,
  ];
}

function item(text: string): string {
  return `- ${text.replaceAll('\n', '\n  ')}`;
}
