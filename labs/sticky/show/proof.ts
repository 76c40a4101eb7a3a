import { formatFigure, type Shown, same, type TableBlock, type Text } from '../../../src/kit/judge.ts';
import type { OtherRules, ProofData, TooOld } from '../data.ts';
import { totalsOf } from '../judge/proof.ts';
import type { params } from '../settings.ts';

/** Nobody is asked first: the lab itself is put to the test here, not what a learner believes. */
export const proofShown: Shown<ProofData, typeof params> = {
  title: { ko: '모델과 진짜', en: 'Model and reality' },
  aim: {
    ko: '모델이 진짜와 다른 서버를 고른 적이 한 번이라도 있는지 보세요.',
    en: 'Watch whether the model picks another server than the real one even once.',
  },
  headline(data) {
    const { picks, mismatches } = totalsOf(data);
    const [total, misses] = [picks, mismatches].map((figure) => formatFigure(figure, 'count'));
    return {
      ko: `${total}번 비교, 다르게 고른 횟수 ${misses}번`,
      en: `${total} picks compared, ${misses} mismatches`,
    };
  },
  show: (data) => [proofTable(data)],
};

/** One row a configuration; what could not be compared is named below it. */
function proofTable({ proof, unproved, tooOld, otherRules = [], unbuilt = [] }: ProofData): TableBlock {
  return {
    kind: 'table',
    id: 'proof',
    title: { ko: '모델과 진짜가 고른 서버', en: 'The servers that the model and the real ones picked' },
    columns: [
      { id: 'configuration', title: { ko: '설정', en: 'configuration' } },
      { id: 'picks', title: { ko: '비교한 횟수', en: 'picks' }, unit: 'attempts' },
      { id: 'mismatches', title: { ko: '다르게 고른 횟수', en: 'mismatches' }, unit: 'attempts' },
    ],
    rows: proof.map(({ name, picks, mismatches }) => ({ id: name, cells: [same(name), picks, mismatches] })),
    notes: [
      ...unproved.map(unprovedNote),
      ...tooOld.map(tooOldNote),
      ...otherRules.map(otherRulesNote),
      ...unbuilt.map(unbuiltNote),
      ...notCompared,
    ],
  };
}

function unprovedNote({ balancer, configurations }: ProofData['unproved'][number]): Text {
  return {
    ko: `${balancer} 프로그램이 없어서 설정 ${configurations}개를 증명하지 못했어요. --install을 붙이면 설치하고 실행해요.`,
    en: `${balancer} is missing, so ${configurations} configurations were not proved. With --install it is installed first.`,
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

function otherRulesNote({ name, balancer, version, rules, from }: OtherRules): Text {
  const { ko, en } = changedRules[rules];
  return {
    ko: `건너뛴 설정: ${name}. ${balancer} ${version}에서는 ${ko}(${from}부터). 모델은 2.6의 규칙이에요.`,
    en: `Skipped: ${name} (${balancer} ${version}: ${en} since ${from}; the model has the rules of 2.6).`,
  };
}

function unbuiltNote({ name, module }: { name: string; module: string }): Text {
  return {
    ko: `건너뛴 설정: ${name}. 이 nginx에는 모듈이 없어요: ${module}.`,
    en: `Skipped: ${name} (this nginx was built without ${module}).`,
  };
}

const changedRules: Readonly<Record<OtherRules['rules'], Text>> = {
  'leastconn order': { ko: '연결 수가 같은 서버의 순서가 달라요', en: 'another order among equal servers' },
  'consistent hash': { ko: '고리 위 서버의 위치가 달라요', en: 'other places on the ring' },
};

const notCompared: readonly Text[] = [
  {
    ko: '시간에 달린 일은 비교하지 않아요. 죽은 서버를 다시 시도하는 때와 천천히 늘리는 시작이 그래요.',
    en: 'What depends on time is not compared: when a dead server is tried again, slow start.',
  },
  {
    ko: 'nginx의 random은 진짜도 무작위로 고르고, AWS ALB는 집에서 띄울 수 없어서 뺐어요.',
    en: 'Left out: the random of nginx, which draws by chance of its own, and AWS ALB, which nobody can start at home.',
  },
];
