/**
 * What both kinds of ALB stickiness share: the targets of one target group, in turn.
 *
 * Documented rules, not validated: nobody can start an Application Load Balancer on a laptop. A target that
 * is deregistering (`drain`) gets no new request, not even from clients whose cookie names it; requests
 * and WebSockets already under way may finish within the deregistration delay (300 s by default).
 *
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
 * Left out: slow start, zones, the other two algorithms (least outstanding requests, weighted random).
 */
import { refuse, type Server } from '../balancing.ts';

/** Returns a function that gives the next healthy target in turn, -1 when there is none. */
export function targetsInTurn(servers: readonly Server[]): () => number {
  checkTargets(servers);
  const healthy = [...servers.keys()].filter((index) => isHealthy(servers[index]));
  let turn = 0;
  return () => {
    const index = healthy[turn % healthy.length] ?? -1;
    turn += 1;
    return index;
  };
}

export function isHealthy(server: Server | undefined): boolean {
  return server?.state === 'up';
}

function checkTargets(servers: readonly Server[]): void {
  if (servers.every(({ weight, backup }) => weight === 1 && !backup)) return;
  refuse(
    { ko: 'ALB 대상에는 weight나 backup이 없어요.', en: 'ALB targets have neither weights nor backups.' },
    {
      ko: 'ALB의 가중치는 대상이 아니라 대상 그룹에 붙어요.',
      en: 'In an ALB a weight belongs to a target group, not to a target.',
    },
    { ko: '모든 서버의 weight를 1로 두세요.', en: 'Give every server weight 1.' },
  );
}
