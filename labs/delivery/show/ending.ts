// Why it came out like this, what the figures cannot show, and a question made of the reader's own figures.
import { ran, type Text } from '../../../src/kit/judge.ts';
import type { DeliveryTried } from '../data.ts';
import { cellOf, lostBy } from '../judge/cells.ts';

export const why = (data: DeliveryTried): Text =>
  ran(data.matrix)
    ? {
        ko: '응답은 시스템마다 뜻이 달라요. 무엇에 저장한 다음 응답하는지(문서: Persistence, Confirms, Producer configs)가 죽은 뒤에 남는 것을 정해요.',
        en: 'A yes means something else in each system. What it had been written to by then (docs: Persistence, Confirms, Producer configs) is what is left after a death.',
      }
    : {
        ko: '한 건씩 기다리면 왕복 시간이 속도를 정하고, 묶으면 왕복 한 번에 여러 건이 가요.',
        en: 'One at a time the round trip sets the speed; in a batch one round trip carries many.',
      };

export const caveat = (): Text => ({
  ko: '브로커마다 한 대뿐이고 한 컴퓨터예요. kill -9는 정전이 아니고, 복제가 지키는 것은 재지 않았어요.',
  en: 'One node of each broker, on one machine. A kill -9 is no power cut, and what replication protects was not measured.',
});

export function discuss(data: DeliveryTried): Text | null {
  const matrix = ran(data.matrix);
  if (!matrix) return null;
  const killed = cellOf(matrix, 'streams-off', 'broker-killed')?.lost.count ?? 0;
  if (killed > 0)
    return {
      ko: `저장했다고 응답한 뒤에 사라진 ${killed}건이 주문이었다면, 손님과 가게 가운데 누가 먼저 알게 될까요?`,
      en: `Had the ${killed} that were acknowledged and then gone been orders: who finds out first, the guest or the kitchen?`,
    };
  const lost = lostBy(matrix, 'pubsub');
  if (lost === 0) return null;
  return {
    ko: `Pub/Sub이 잃은 ${lost}건이 알림이라면 괜찮고, 결제라면 안 되는 이유는 무엇일까요?`,
    en: `Why may the ${lost} that Pub/Sub lost be notifications, and not payments?`,
  };
}
