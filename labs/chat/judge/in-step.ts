// C09: Pub/Sub keeps several servers in step, as long as nobody is cut off. What is lost otherwise, and to whom it is told.
import {
  formatFigure,
  formatQuantity,
  judgeOf,
  ran,
  type Text,
  type Verdict,
} from '../../../src/kit/judge.ts';
import type { Cell, ChatTried, RelayArm, RelayData } from '../data.ts';
import type { params } from '../settings.ts';

export const inStep = judgeOf<ChatTried, typeof params>()(['relay'], 'held', ({ relay, faults }) => {
  const [alone, pubsub] = [armOf(relay, 'alone'), armOf(relay, 'pubsub')];
  return {
    verdict: verdictOf(alone, pubsub),
    evidence: {
      headline: headlineOf(alone, pubsub),
      points: points(ran(faults) ?? []),
    },
  };
});

const armOf = (arms: RelayData, mode: RelayArm['mode']): RelayArm => {
  const nothing = { mode, sent: 0, sameServer: 0, otherServer: 0, otherMs: null };
  return arms.find((arm) => arm.mode === mode) ?? nothing;
};

function verdictOf(alone: RelayArm, pubsub: RelayArm): Verdict {
  // The yardstick is off: without a relay nothing may cross, and on one server everything must arrive.
  const yardstick = alone.sent > 0 && alone.sameServer === alone.sent && alone.otherServer === 0;
  if (!yardstick || pubsub.sent === 0) return 'inconclusive';
  return pubsub.otherServer === pubsub.sent ? 'held' : 'refuted';
}

function headlineOf(alone: RelayArm, pubsub: RelayArm): Text {
  const took = pubsub.otherMs === null ? '-' : formatQuantity(pubsub.otherMs, 'ms');
  const crossed = alone.otherServer === 0;
  return {
    ko: `Pub/Sub으로 다른 서버의 사람이 ${pubsub.sent}건 가운데 ${pubsub.otherServer}건을 들었어요(중앙값 ${took}). 서버끼리 모를 때는 ${crossed ? '하나도 듣지 못했어요' : `${alone.otherServer}건을 들었어요`}.`,
    en: `With Pub/Sub the one on the other server heard ${pubsub.otherServer} of ${pubsub.sent} (median ${took}); without a relay ${crossed ? 'nothing' : alone.otherServer}.`,
  };
}

function points(cells: readonly Cell[]): Text[] {
  return [
    ...lossOf(cells, 'server-killed', { ko: '서버가 kill -9로 죽었을 때', en: 'When a server was killed' }),
    ...lossOf(cells, 'phones-cut', {
      ko: '네트워크가 잠시 끊겼을 때',
      en: 'When the network was gone for a moment',
    }),
    ...recovered(cells.filter(({ mode }) => mode === 'recovery')),
  ];
}

function lossOf(cells: readonly Cell[], fault: Cell['fault'], when: Text): Text[] {
  const cell = cells.find((one) => one.mode === 'pubsub' && one.fault === fault);
  if (!cell) return [];
  const [lost, due] = [formatFigure(cell.lost, 'messages'), formatFigure(cell.due, 'messages')];
  return [
    cell.lost === 0
      ? {
          ko: `${when.ko} Pub/Sub만으로는 하나도 잃지 않았어요.`,
          en: `${when.en}, Pub/Sub only lost nothing.`,
        }
      : {
          ko: `${when.ko} Pub/Sub만으로는 ${due}건 가운데 ${lost}건이 사라졌어요.`,
          en: `${when.en}, Pub/Sub only lost ${lost} of ${due}.`,
        },
  ];
}

function recovered(cells: readonly Cell[]): Text[] {
  if (cells.length === 0) return [];
  const sum = (of: (cell: Cell) => number) => cells.reduce((total, cell) => total + of(cell), 0);
  const silent = sum(({ lost, told }) => lost - told);
  const told = sum((cell) => cell.told);
  const [faults, gone] = [cells.length - 1, formatFigure(silent, 'messages')];
  if (silent > 0)
    return [
      {
        ko: `복구를 더해도 ${gone}건이 말없이 사라졌어요.`,
        en: `With recovery ${gone} were still gone without a word.`,
      },
    ];
  return [
    told === 0
      ? {
          ko: `기록과 복구를 더하자 장애 ${faults}가지에서 하나도 잃지 않았어요.`,
          en: `With history and recovery nothing was lost under ${faults} faults.`,
        }
      : {
          ko: `기록과 복구를 더하자 말없이 사라진 것은 없었어요. 되찾지 못한 ${formatFigure(told, 'messages')}건은 빠졌다고 알려 줬어요.`,
          en: `With history and recovery nothing went without a word; of ${formatFigure(told, 'messages')} that could not be had, their readers were told.`,
        },
  ];
}
