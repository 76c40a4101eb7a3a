// Why it came out like this, what the figures cannot show, and a question made of the reader's own figures.
import { formatFigure, ran, type Text } from '../../../src/kit/judge.ts';
import type { ChatTried } from '../data.ts';
import { sumOf } from './faults.ts';

export const why = (data: ChatTried): Text =>
  ran(data.faults)
    ? {
        ko: 'Pub/Sub은 그 순간 구독 중인 서버에만 복사해요. 복구하려면 기록에 먼저 남기고, 클라이언트가 어디까지 들었는지 말할 수 있어야 해요.',
        en: 'Pub/Sub copies to the servers that listen at that moment. To recover, history has to come first, and a client has to say where it stood.',
      }
    : {
        ko: '방은 서버마다 따로 있는 목록이에요. 서버 사이에 무언가가 말을 옮겨 주어야 하나의 방이 돼요.',
        en: 'A room is a list that each server keeps for itself. Something has to carry words between servers to make it one room.',
      };

export const caveat = (): Text => ({
  ko: '모두 한 컴퓨터에서 했어요. 끊김은 우리 프록시가 만들었고, 정전은 없었어요.',
  en: 'All of it on one machine. Cuts were made by our own proxy, and there was no power cut.',
});

export function discuss(data: ChatTried): Text | null {
  const cells = ran(data.faults);
  const silent = cells ? sumOf(cells, 'pubsub', ({ lost, told }) => lost - told) : 0;
  if (silent === 0) return null;
  const count = formatFigure(silent, 'messages');
  return {
    ko: `말없이 사라진 ${count}건 가운데 하나가 약속 장소였다면, 두 사람은 언제 알게 될까요?`,
    en: `Had one of the ${count} that were gone without a word been where to meet: when would the two find out?`,
  };
}
