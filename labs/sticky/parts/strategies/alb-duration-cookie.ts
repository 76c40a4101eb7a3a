/**
 * AWS ALB, duration-based stickiness: the balancer makes a cookie AWSALB that names the target.
 * Documented rules, not validated.
 *
 * Every answer carries the cookie anew and so begins its lifetime (one day by default) again. A cookie that
 * cannot be read, or that names a target which is unhealthy or deregistered, leads to a new target and to a
 * new cookie: the client does not return when the old target recovers.
 *
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/sticky-sessions.html
 * Left out: encryption, the second cookie AWSALBCORS (the same, for cross-origin requests).
 */
import type { Client, Strategy } from '../balancing.ts';
import { isHealthy, targetsInTurn } from './alb-targets.ts';

const cookieName = 'AWSALB';
const durationSeconds = 86_400;

export const albDurationCookie: Strategy = (servers) => {
  const nextTarget = targetsInTurn(servers);
  const values = servers.map(({ host, port }) => `${host}:${port}`);
  const targetOf = new Map(values.map((value, index) => [value, index]));

  function pick({ cookies }: Client): number {
    const named = targetOf.get(cookies?.get(cookieName) ?? '') ?? -1;
    const index = isHealthy(servers[named]) ? named : nextTarget();
    if (index !== -1) cookies?.set(cookieName, values[index] as string, durationSeconds);
    return index;
  }
  return { pick };
};
