// What a run with --prove has to say: about the model itself, not about a claim of the notes.
import { type Findings, formatFigure, same, type TableBlock, type Text } from '../../src/lab-kit.ts';
import type { ProofData } from './proof/prove.ts';
import type { TooOld } from './proof/versions.ts';

export function interpretProof({ proof, unproved, tooOld }: ProofData): Findings {
  const picks = proof.reduce((sum, one) => sum + one.picks, 0);
  const mismatches = proof.reduce((sum, one) => sum + one.mismatches, 0);
  const wrong = proof.filter((one) => one.mismatches > 0);
  const equal = mismatches === 0 && picks > 0;
  const [many, total, misses] = [proof.length, picks, mismatches].map((figure) =>
    formatFigure(figure, 'count'),
  );
  const which = wrong.length === 0 ? '' : ` (${wrong.map(({ name }) => name).join('; ')})`;
  return {
    checks: [
      {
        claim: 'proof',
        verdict: equal ? 'held' : 'refuted',
        evidence: {
          ko: `설정 ${many}개에서 진짜와 모형이 고른 서버를 ${total}번 견주었고, 다른 것은 ${misses}번이에요${which}.`,
          en: `In ${many} configurations the real one and the model were compared ${total} times: ${misses} mismatches${which}.`,
        },
      },
    ],
    blocks: [proofTable(proof, tooOld)],
    warnings: unproved.map(({ balancer, configurations }) => ({
      ko: `${balancer} 프로그램이 없어서 설정 ${configurations}개를 증명하지 못했어요. --install을 붙이면 설치하고 실행해요.`,
      en: `${balancer} is missing, so ${configurations} configurations were not proved. With --install it is installed first.`,
    })),
    answer: null,
    ...(equal ? {} : { disproof: true as const }),
    why: equal ? why : whyNot,
    caveat,
  };
}

/** One row a configuration; what could not be compared is named below it. */
function proofTable(proof: ProofData['proof'], tooOld: ProofData['tooOld']): TableBlock {
  return {
    kind: 'table',
    title: { ko: '모형과 진짜가 고른 서버', en: 'The servers that the model and the real ones picked' },
    columns: [
      { title: { ko: '설정', en: 'configuration' } },
      { title: { ko: '견준 횟수', en: 'picks' }, unit: 'count' },
      { title: { ko: '다른 것', en: 'mismatches' }, unit: 'count' },
    ],
    rows: proof.map(({ name, picks, mismatches }) => [same(name), picks, mismatches]),
    notes: tooOld.map(tooOldNote),
  };
}

function tooOldNote({ name, balancer, version, feature, since }: TooOld): Text {
  const reason =
    version === '?'
      ? {
          ko: `이 ${balancer}의 버전을 알 수 없어요. ${feature} 기능은 ${since}에서 생겼어요`,
          en: `the version of this ${balancer} is unknown; ${feature} came with ${since}`,
        }
      : {
          ko: `${balancer} ${version}에는 ${feature} 기능이 없어요. ${since}에서 생겼어요`,
          en: `${balancer} ${version} has no ${feature}; it came with ${since}`,
        };
  return {
    ko: `건너뛴 설정: ${name}. ${reason.ko}.`,
    en: `Skipped: ${name} (${reason.en}).`,
  };
}

const why: Text = {
  ko: '모형은 nginx와 HAProxy의 문서에 적힌 규칙과, 밖에서 지켜본 동작을 보고 우리가 새로 만들었어요. 클라이언트마다 헤더로 주소를 주고, 진짜 로드밸런서가 고른 서버의 번호를 받아 모형의 답과 하나씩 견줘요. 한 번이라도 다르면 모형이 틀린 거예요.',
  en: 'The model is our own, built from the rules that nginx and HAProxy document and from how they were seen to behave. Every client gets its address by a header, the server that the real balancer picked answers with its number, and each is compared with what the model says. A single mismatch means that the model is wrong.',
};

const whyNot: Text = {
  ko: '모형과 진짜가 다른 서버를 골랐어요. 설치된 nginx나 HAProxy의 판이 문서의 규칙과 다르거나, 모형이 틀렸을 수 있어요. 까닭을 알 때까지는 1막의 수치를 믿지 마세요.',
  en: 'The model and the real one picked different servers. Either the installed nginx or HAProxy does not follow the documented rules any more, or the model is wrong. Until that is known, do not trust the figures of act 1.',
};

const caveat: Text = {
  ko: '시간이 걸리는 일(죽은 서버를 다시 시도하는 때, 천천히 늘리는 시작)은 견주지 않아요. nginx의 random은 진짜도 무작위로 고르니 뺐고, AWS ALB는 집에서 띄울 수 없어요.',
  en: 'What depends on time is not compared (when a dead server is tried again, slow start). The random of nginx draws by chance of its own and is left out; nobody can start an AWS ALB at home.',
};
