import { type Answers, type AnyDecision, completed, tipsOf } from '../core/decision.ts';
import { exitCodes, LabError } from '../core/errors.ts';
import { same } from '../core/text.ts';
import { loadRun } from '../course/kept-run.ts';
import { calledAs, typed } from '../render/commands.ts';
import { renderDecided } from '../render/terminal/decided.ts';
import type { Decided } from '../report/decided.ts';
import { canAsk, type Io, pageOf } from '../terminal/io.ts';
import { askPrediction, quit } from '../terminal/prompts.ts';

type Flags = Readonly<Record<string, string>> & {
  readonly json?: boolean;
  readonly ascii?: boolean;
  readonly color: boolean;
};

const lab = 'delivery';
const heading = { ko: '골라 보세요', en: 'Your choice' };
const toMeasure = `redis-lab ${lab}`;

/** `redis-lab decide`: what fits, by flags or as a dialogue, with what the latest record has of it. */
export async function decide(io: Io, decision: AnyDecision, flags: Flags): Promise<void> {
  const ids = Object.keys(decision.questions);
  const given = Object.fromEntries(ids.flatMap((id) => (flags[id] === undefined ? [] : [[id, flags[id]]])));
  const answers = canAsk() && !flags.json ? await ask(io, decision, given, flags) : given;
  if (answers === null) return;
  if (Object.keys(answers).length === 0 && !canAsk()) throw nothingSaid(ids);
  const decided = decidedBy(decision, answers, await measuredHere(decision));
  if (flags.json) return await io.out(`${JSON.stringify(decided, null, 2)}\n`);
  const page = pageOf(process.stdout, io.lang, flags);
  await io.out(renderDecided(decided, typed(toMeasure, { program: calledAs(process.env) }), page));
}

/** What the flags left open; null where somebody had enough of it. */
async function ask(
  io: Io,
  { questions }: AnyDecision,
  given: Answers,
  flags: Flags,
): Promise<Answers | null> {
  const page = pageOf(process.stderr, io.lang, flags);
  const answers: Record<string, string> = { ...given };
  for (const [id, question] of Object.entries(questions)) {
    if (given[id] !== undefined) continue;
    const answer = await askPrediction(io, question, page, io.signal, heading);
    if (answer === quit) return null;
    if (answer !== null) answers[id] = answer;
  }
  return answers;
}

type Measured = { readonly at: string; readonly of: (choice: string) => Decided['promise'][] } | null;

/** Nobody has to have run the lab: then the promise stands alone. */
async function measuredHere(decision: AnyDecision): Promise<Measured> {
  try {
    const { record } = (await loadRun(lab, calledAs(process.env))).report;
    if (record.outcome !== 'completed') return null;
    return {
      at: `${lab}, ${record.startedAt.slice(0, 10)}`,
      of: (choice) => [...decision.measured(choice, record.data)],
    };
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
}

function decidedBy(decision: AnyDecision, given: Answers, measured: Measured): Decided {
  const answers = completed(decision, given);
  const choice = decision.choose(answers);
  const labelOf = (question: string, id: string) =>
    decision.questions[question]?.choices.find((one) => one.id === id)?.label ?? same(id);
  const shortOf = (question: string) => decision.questions[question]?.short ?? same(question);
  return {
    fits: decision.name(choice),
    promise: decision.promise(choice),
    answers: Object.entries(answers).map(([question, id]) => ({
      question: shortOf(question),
      answer: labelOf(question, id),
      assumed: given[question] === undefined,
    })),
    tips: tipsOf(decision, answers).map((tip) => ({
      question: shortOf(tip.question),
      answer: labelOf(tip.question, tip.choice),
      fits: decision.name(tip.fits),
    })),
    mind: decision.mind(choice, answers),
    measured: measured && { at: measured.at, lines: measured.of(choice) },
  };
}

function nothingSaid(questions: readonly string[]): LabError {
  const flags = questions.map((id) => `--${id}`).join(', ');
  return new LabError(exitCodes.usage, {
    what: { ko: '답이 하나도 없어요.', en: 'Nothing was answered.' },
    why: {
      ko: `터미널이 아니라서 물어볼 수 없어요. 옵션으로 답해 주세요: ${flags}`,
      en: `This is no terminal to ask on. Answer by flags: ${flags}.`,
    },
    next: same('redis-lab decide --help'),
  });
}
