/**
 * AWS ALB, application-based stickiness: it begins when the *application* sets its own cookie.
 * Documented rules, not validated.
 *
 * The balancer watches for the application's cookie in an answer and then adds AWSALBAPP, which names the
 * target. From then on the client must send both; if one is missing, the request is balanced like any other.
 * The balancer looks at the application cookie's name only, never at its value. Every answer to a sticky
 * client renews AWSALBAPP. A target that is unhealthy or deregistered is replaced by another, and the client
 * stays with that one.
 *
 * The application modelled here sets its cookie for every client that comes without one.
 *
 * Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/sticky-sessions.html
 * Left out: encryption, the application cookie's own expiry.
 */
import type { Client, CookieJar, Strategy } from '../balancing.ts';
import { isHealthy, targetsInTurn } from './alb-targets.ts';

const applicationCookie = 'session';
const balancerCookie = 'AWSALBAPP';
const lifetimeSeconds = 7 * 86_400; // fixed by AWS

export const albApplicationCookie: Strategy = (servers) => {
  const nextTarget = targetsInTurn(servers);
  const values = servers.map(({ host, port }) => `${host}:${port}`);
  const targetOf = new Map(values.map((value, index) => [value, index]));

  function pick({ cookies }: Client): number {
    if (!cookies) return nextTarget();
    const named = stickyTarget(cookies);
    const index = isHealthy(servers[named]) ? named : nextTarget();
    if (index === -1) return -1;
    const begins = cookies.get(applicationCookie) === undefined;
    if (begins) cookies.set(applicationCookie, 'any value');
    if (begins || named !== -1) cookies.set(balancerCookie, values[index] as string, lifetimeSeconds);
    return index;
  }

  /** The target that both cookies together lead to; -1 for a client that is not sticky (any more). */
  function stickyTarget(cookies: CookieJar): number {
    if (cookies.get(applicationCookie) === undefined) return -1;
    return targetOf.get(cookies.get(balancerCookie) ?? '') ?? -1;
  }
  return { pick };
};
