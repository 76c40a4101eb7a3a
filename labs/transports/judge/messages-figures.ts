import { type PairedRatio, pairedRatio } from '../../../src/kit/judge.ts';
import type { MessagesArm, MessagesData } from '../data.ts';

/** How many times as long a POST takes as a frame, of the rounds in which both succeeded. */
export function roundTripRatio({ arms }: MessagesData): PairedRatio | null {
  const [post, frame] = [trialsOf(arms, 'post'), trialsOf(arms, 'frame')];
  return pairedRatio(
    post.flatMap(({ round, meanNs }): [number, number][] => {
      const partner = frame.find((trial) => trial.round === round);
      return partner ? [[meanNs, partner.meanNs]] : [];
    }),
  );
}

/** Both ways, headers included; null without a trial. */
export function bytesPerMessage({ arms }: MessagesData, way: MessagesArm['way']): number | null {
  const trials = trialsOf(arms, way);
  const sum = (figure: (trial: MessagesArm['trials'][number]) => number) =>
    trials.reduce((total, trial) => total + figure(trial), 0);
  const messages = sum((trial) => trial.messages);
  return messages > 0 ? sum(({ bytesUp, bytesDown }) => bytesUp + bytesDown) / messages : null;
}

function trialsOf(arms: MessagesData['arms'], way: MessagesArm['way']): MessagesArm['trials'] {
  return arms.find((arm) => arm.way === way)?.trials ?? [];
}
