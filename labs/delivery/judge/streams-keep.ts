// C12: the same faults for Pub/Sub and for Streams. What a stream keeps, what it doubles, and what that rests on.
import { formatFigure, judgeOf, type Text, type Verdict } from '../../../src/kit/judge.ts';
import type { DeliveryTried, MatrixData, SystemId } from '../data.ts';
import type { params } from '../settings.ts';
import { systemWords } from '../words.ts';
import { cellOf, doubledBy, faultsOf, listed, lostBy, yardstickIsOff } from './cells.ts';

const persistent: readonly SystemId[] = ['streams-everysec', 'streams-always'];

export const streamsKeep = judgeOf<DeliveryTried, typeof params>()(['matrix'], 'held', ({ matrix }) => {
  const streams = persistent.filter((id) => faultsOf(matrix, id).length > 0);
  return {
    verdict: verdictOf(matrix, streams),
    evidence: {
      headline: headlineOf(matrix, streams),
      points: [
        ...behind(matrix, streams),
        ...withoutAof(matrix),
        ...doubled(matrix, streams),
        ...resent(matrix, streams),
      ],
    },
  };
});

function verdictOf(matrix: MatrixData, streams: readonly SystemId[]): Verdict {
  const comparable = streams.length > 0 && lostBy(matrix, 'pubsub') > 0;
  if (!comparable || yardstickIsOff(matrix)) return 'inconclusive';
  if (streams.every((id) => lostBy(matrix, id) === 0)) return 'held';
  // What the disk was too slow for says something of the disk.
  return streams.every((id) => lostBy(matrix, id) === lostBehind(matrix, id)) ? 'inconclusive' : 'refuted';
}

/** Lost by a kill while Redis was behind with its AOF. */
function lostBehind(matrix: MatrixData, id: SystemId): number {
  const cell = cellOf(matrix, id, 'broker-killed');
  return (cell?.unwrittenBytes ?? 0) > 0 ? (cell?.lost.count ?? 0) : 0;
}

function behind(matrix: MatrixData, streams: readonly SystemId[]): Text[] {
  return streams.flatMap((id) => {
    const lost = lostBehind(matrix, id);
    if (lost === 0) return [];
    const bytes = formatFigure(cellOf(matrix, id, 'broker-killed')?.unwrittenBytes ?? 0, 'bytes');
    return [
      {
        ko: `${systemWords[id].ko} ${lost}건은 디스크가 느려서 잃었어요. kill -9 직전까지 Redis는 AOF ${bytes} 분량을 쓰지 못했어요(fsync 중에는 2초까지 미뤄요, 문서: Latency).`,
        en: `${systemWords[id].en} lost ${lost} to a slow disk: just before the kill -9 Redis had ${bytes} of its AOF unwritten (it waits up to 2 s for an fsync that is under way, docs: Latency).`,
      },
    ];
  });
}

function headlineOf(matrix: MatrixData, streams: readonly SystemId[]): Text {
  const faults = Math.max(0, ...streams.map((id) => faultsOf(matrix, id).length));
  const pubsub = formatFigure(lostBy(matrix, 'pubsub'), 'messages');
  const lost = streams.reduce((sum, id) => sum + lostBy(matrix, id), 0);
  const named = listed(streams);
  if (streams.length === 0 || lostBy(matrix, 'pubsub') === 0)
    return {
      ko: '이번에는 Pub/Sub과 AOF를 켠 Streams를 비교할 수 없어요.',
      en: 'This run has no loss of Pub/Sub beside Streams with an AOF to compare.',
    };
  return lost === 0
    ? {
        ko: `장애 ${faults}가지에서 Pub/Sub은 ${pubsub}건을 잃었고, AOF를 켠 Streams는 하나도 잃지 않았어요(${named.ko}).`,
        en: `Under ${faults} faults Pub/Sub lost ${pubsub}, Streams with an AOF nothing (${named.en}).`,
      }
    : {
        ko: `장애 ${faults}가지에서 Pub/Sub은 ${pubsub}건, AOF를 켠 Streams도 ${lost}건을 잃었어요(${named.ko}).`,
        en: `Under ${faults} faults Pub/Sub lost ${pubsub}, and Streams with an AOF ${lost} (${named.en}).`,
      };
}

function withoutAof(matrix: MatrixData): Text[] {
  const lost = cellOf(matrix, 'streams-off', 'broker-killed')?.lost.count ?? 0;
  if (lost === 0) return [];
  return [
    {
      ko: `AOF 없이 Redis를 kill -9로 죽이자, 저장했다고 응답한 ${lost}건이 스트림과 함께 사라졌어요.`,
      en: `Without an AOF a kill -9 of Redis took ${lost} that XADD had said yes to, stream and all.`,
    },
  ];
}

function doubled(matrix: MatrixData, streams: readonly SystemId[]): Text[] {
  const twice = Math.max(
    0,
    ...streams.map((id) => cellOf(matrix, id, 'consumer-died')?.duplicated.count ?? 0),
  );
  if (twice === 0) return [];
  return [
    {
      ko: `소비자가 처리를 마치고 XACK 전에 죽자 ${twice}건을 두 번 처리했어요.`,
      en: `A consumer that died after its work and before XACK had ${twice} done twice.`,
    },
  ];
}

function resent(matrix: MatrixData, streams: readonly SystemId[]): Text[] {
  const twice = Math.max(0, ...streams.map((id) => cellOf(matrix, id, 'ack-lost')?.duplicated.count ?? 0));
  if (twice === 0) return [];
  return [
    {
      ko: `XADD의 응답이 오지 않아 다시 보낸 ${twice}건은 두 번 저장됐어요. 모두 합치면 ${streams.map((id) => doubledBy(matrix, id)).join(', ')}건이 중복이에요.`,
      en: `Of XADDs whose reply was lost, ${twice} that were sent again are stored twice; doubled in all: ${streams.map((id) => doubledBy(matrix, id)).join(', ')}.`,
    },
  ];
}
