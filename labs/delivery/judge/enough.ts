// C16: is Pub/Sub enough, and if it is not, does it have to be Kafka? Refuted where something else lost nothing either.
import { formatFigure, judgeOf, type Text, type Verdict } from '../../../src/kit/judge.ts';
import type { DeliveryTried, MatrixData, SystemId } from '../data.ts';
import type { params } from '../settings.ts';
import { survivors } from '../words.ts';
import { cellsIn, doubledBy, faultsOf, listed, lostBy, systemsIn, yardstickIsOff } from './cells.ts';

export const enough = judgeOf<DeliveryTried, typeof params>()(['matrix'], 'refuted', ({ matrix }) => {
  const tried = systemsIn(matrix).filter((id) => faultsOf(matrix, id).length > 0);
  const keeping = tried.filter((id) => lostBy(matrix, id) === 0 && survivors.includes(id));
  const others = keeping.filter((id) => !id.startsWith('kafka'));
  return {
    verdict: verdictOf(matrix, keeping, others),
    evidence: {
      headline: headlineOf(matrix, keeping),
      points: [...losing(matrix, tried), ...doubling(matrix, keeping), ...oneNode(tried)],
    },
  };
});

function verdictOf(matrix: MatrixData, keeping: readonly SystemId[], others: readonly SystemId[]): Verdict {
  if (faultsOf(matrix, 'pubsub').length === 0 || yardstickIsOff(matrix)) return 'inconclusive';
  if (lostBy(matrix, 'pubsub') === 0) return 'inconclusive';
  if (others.length > 0) return 'refuted';
  return keeping.length > 0 ? 'held' : 'inconclusive';
}

function headlineOf(matrix: MatrixData, keeping: readonly SystemId[]): Text {
  const all = cellsIn(matrix).filter(({ system, fault }) => system === 'pubsub' && fault !== 'none');
  const bad = all.filter(({ lost }) => lost.count > 0).length;
  const named = listed(keeping);
  const kept =
    keeping.length === 0
      ? { ko: '하나도 잃지 않은 시스템은 없었어요', en: 'none of the others lost nothing' }
      : {
          ko: `하나도 잃지 않은 것은 ${keeping.length}가지예요`,
          en: `${keeping.length} of the others lost nothing`,
        };
  const list = keeping.length === 0 ? { ko: '', en: '' } : { ko: `(${named.ko})`, en: ` (${named.en})` };
  return {
    ko: `Pub/Sub은 장애 ${all.length}가지 가운데 ${bad}가지에서 잃었고, ${kept.ko}${list.ko}.`,
    en: `Pub/Sub lost messages under ${bad} of ${all.length} faults; ${kept.en}${list.en}.`,
  };
}

function losing(matrix: MatrixData, tried: readonly SystemId[]): Text[] {
  const surprising = tried.filter((id) => survivors.includes(id) && lostBy(matrix, id) > 0);
  if (surprising.length === 0) return [];
  const named = listed(surprising);
  return [
    {
      ko: `남는다고 약속하고도 잃은 시스템이 있어요: ${named.ko}.`,
      en: `Some that promise to keep what they acknowledged lost of it: ${named.en}.`,
    },
  ];
}

function doubling(matrix: MatrixData, keeping: readonly SystemId[]): Text[] {
  const doubled = keeping.map((id) => doubledBy(matrix, id));
  if (doubled.length === 0 || Math.max(...doubled) === 0) return [];
  const [least, most] = [Math.min(...doubled), Math.max(...doubled)].map((n) => formatFigure(n, 'messages'));
  const [ko, en] = least === most ? [least, least] : [`${least}~${most}`, `${least} to ${most}`];
  return [
    {
      ko: `그 대신 두 번 온 메시지가 시스템마다 ${ko}건 있어요. 같은 번호를 두 번 처리하지 않는 것은 받는 쪽의 일이에요.`,
      en: `In exchange ${en} messages came twice, system by system: not to do one id twice is up to the receiver.`,
    },
  ];
}

function oneNode(tried: readonly SystemId[]): Text[] {
  if (!tried.some((id) => id.startsWith('kafka') || id === 'rabbit-quorum')) return [];
  return [
    {
      ko: 'Kafka와 quorum 큐가 약속하는 것은 복제예요. 여기서는 복제본이 하나뿐이라 그 약속은 재지 않았어요.',
      en: 'What Kafka and quorum queues promise is replication. Here is one replica: that promise was not put to the test.',
    },
  ];
}
