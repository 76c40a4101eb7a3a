// Why it came out like this, what the figures cannot show, and a question to talk about.
import { formatFigure, ran, type Text } from '../../../src/kit/judge.ts';
import type { PersistenceTried } from '../data.ts';
import { armOf, lostOf } from '../parts/lost.ts';

/** In a walkthrough full memory is met alone: there nothing dies. */
const isFullAlone = ({ full, ...others }: PersistenceTried): boolean =>
  ran(full) !== null && Object.values(others).every((other) => ran(other as typeof full) === null);

export const why = (data: PersistenceTried): Text => (isFullAlone(data) ? policyDecides : kernelLivesOn);

const policyDecides: Text = {
  ko: 'maxmemory에 닿으면 정책이 정해요. noeviction은 메모리를 더 쓰는 명령을 거절하고, 나머지는 키를 골라 내보내요(문서: Key eviction).',
  en: 'At maxmemory the policy decides: noeviction refuses what takes more memory, the others pick keys that have to go (docs: Key eviction).',
};

const kernelLivesOn: Text = {
  ko: 'kill -9 뒤에도 커널은 살아서 건네받은 것(write)을 디스크에 내려요. 정전에는 fsync가 확인한 것만 남아요(매뉴얼: fsync(2)).',
  en: 'After kill -9 the kernel lives on and writes down what it was handed (write). A power cut leaves only what fsync has confirmed (man: fsync(2)).',
};

export function caveat(data: PersistenceTried): Text {
  if (isFullAlone(data)) return { ko: '한 컴퓨터의 Redis 한 대예요.', en: 'One Redis on one machine.' };
  return ran(data['power-cut'])
    ? {
        ko: '정전은 흉내예요: fsync가 확인한 길이로 파일을 잘랐어요. 디스크가 거짓말하면 더 잃어요.',
        en: 'The power cut is simulated: files were cut to what fsync had confirmed. A disk that lies loses more.',
      }
    : { ko: '한 컴퓨터에서 프로세스만 죽였어요.', en: 'On one machine, and only processes died.' };
}

export function discuss(data: PersistenceTried): Text | null {
  const cut = ran(data['power-cut']);
  const arm = cut && armOf(cut, 'aof-everysec');
  const lost = arm ? lostOf(arm) : 0;
  if (lost === 0) return null;
  const count = formatFigure(lost, 'count');
  return {
    ko: `정전에 사라진 ${count}건은 모두 OK를 받은 쓰기예요. 로그인 세션이라면 괜찮을까요? 결제라면요?`,
    en: `The ${count} lost in the power cut had all got their OK. Is that good enough for login sessions? For payments?`,
  };
}
