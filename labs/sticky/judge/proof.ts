// What a run with --prove says: about the model itself, not about a claim of the notes.
import { formatFigure, judgeOf, ran, type Text, type Verdict } from '../../../src/kit/judge.ts';
import type { Comparison, ProofData, StickyTried } from '../data.ts';
import type { params } from '../settings.ts';

export function totalsOf({ proof }: ProofData): { picks: number; mismatches: number } {
  return {
    picks: proof.reduce((sum, one) => sum + one.picks, 0),
    mismatches: proof.reduce((sum, one) => sum + one.mismatches, 0),
  };
}

/** Zero mismatches is the only pass, and comparing nothing is none. What was cut short says neither. */
function verdictOf(data: ProofData): Verdict {
  const { picks, mismatches } = totalsOf(data);
  if (mismatches > 0) return 'refuted';
  if (cutShort(data).length > 0) return 'inconclusive';
  return picks > 0 ? 'held' : 'refuted';
}

function cutShort({ proof }: ProofData): Comparison[] {
  return proof.filter(({ cut }) => cut !== undefined);
}

export function disproof(data: StickyTried): boolean {
  const proof = ran(data.proof);
  return proof !== null && verdictOf(proof) === 'refuted';
}

const judge = judgeOf<StickyTried, typeof params>()(['proof'], 'held', ({ proof: data }) => ({
  verdict: verdictOf(data),
  evidence: {
    headline: headlineOf(data),
    points: [comparedIn(data), ...against(data), ...cutShort(data).map(wasCut), ...whatDiffers(data)],
  },
}));

export const modelPicksTheSame = {
  ...judge,
  sentence: {
    ko: '모델은 진짜 nginx, HAProxy와 같은 서버를 고른다',
    en: 'The model picks the same servers as the real nginx and HAProxy',
  },
};

function headlineOf(data: ProofData): Text {
  const { picks, mismatches } = totalsOf(data);
  const [total, misses] = [picks, mismatches].map((figure) => formatFigure(figure, 'count'));
  if (picks === 0) return { ko: '한 번도 비교하지 못했어요.', en: 'Nothing was compared.' };
  return {
    ko:
      mismatches === 0
        ? `진짜와 모델이 고른 서버를 ${total}번 비교했고, 한 번도 다르지 않았어요.`
        : `진짜와 모델이 고른 서버를 ${total}번 비교했고, ${misses}번 달랐어요.`,
    en: `The real one and the model were compared ${total} times: ${misses} mismatches.`,
  };
}

function comparedIn({ proof }: ProofData): Text {
  const many = formatFigure(proof.length, 'count');
  return {
    ko: proof.length === 0 ? '비교한 설정이 없어요.' : `비교한 설정은 ${many}개예요.`,
    en: `Configurations compared: ${many}.`,
  };
}

function against({ versions = [] }: ProofData): Text[] {
  if (versions.length === 0) return [];
  const names = versions.map(({ balancer, version }) => `${balancer} ${version}`).join(', ');
  return [{ ko: `비교한 상대: ${names}.`, en: `Proved against ${names}.` }];
}

function wasCut({ name, cut }: Comparison): Text {
  return {
    ko: `끝까지 비교하지 못한 설정: ${name}(${cut}).`,
    en: `Not compared to the end: ${name} (${cut}).`,
  };
}

function whatDiffers({ proof }: ProofData): Text[] {
  const wrong = proof.filter(({ mismatches }) => mismatches > 0);
  if (wrong.length === 0) return [];
  const names = wrong.map(({ name }) => name).join('; ');
  return [
    { ko: `다른 서버를 고른 설정: ${names}.`, en: `They picked different servers in: ${names}.` },
    {
      ko: '설치된 nginx나 HAProxy의 버전이 문서의 규칙과 다르거나, 모델이 틀렸을 수 있어요.',
      en: 'Either the installed nginx or HAProxy does not follow the documented rules any more, or the model is wrong.',
    },
    {
      ko: '이유를 알 때까지는 모델의 수치를 믿지 마세요.',
      en: 'Until that is known, do not trust the figures of the model.',
    },
  ];
}
