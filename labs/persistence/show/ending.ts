// Why it came out like this, what the figures cannot show, and a question to talk about.
import { formatFigure, ran, type Text } from '../../../src/kit/judge.ts';
import type { PersistenceTried } from '../data.ts';
import { armOf, lostOf } from '../parts/lost.ts';

export const why = (): Text => ({
  ko: 'kill -9 뒤에도 커널은 살아서 건네받은 것(write)을 디스크에 내려요. 정전에는 fsync가 확인한 것만 남아요(매뉴얼: fsync(2)).',
  en: 'After kill -9 the kernel lives on and writes down what it was handed (write). A power cut leaves only what fsync has confirmed (man: fsync(2)).',
});

export const caveat = (data: PersistenceTried): Text =>
  ran(data['power-cut'])
    ? {
        ko: '정전은 흉내예요: fsync가 확인한 길이로 파일을 잘랐어요. 디스크가 거짓말하면 더 잃어요.',
        en: 'The power cut is simulated: files were cut to what fsync had confirmed. A disk that lies loses more.',
      }
    : { ko: '한 컴퓨터에서 프로세스만 죽였어요.', en: 'On one machine, and only processes died.' };

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
