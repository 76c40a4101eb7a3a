import type { IncomingHttpHeaders } from 'node:http';

const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Whether a request comes from our own page, or from no page at all. A browser sends cookies and tokens of its user from
 * any page; and a name that was bound to 127.0.0.1 (DNS rebinding) gives itself away by the Host.
 */
export function isOwnPage({ host, origin }: IncomingHttpHeaders): boolean {
  if (host === undefined || !URL.canParse(`http://${host}`)) return false;
  if (!loopback.includes(new URL(`http://${host}`).hostname)) return false;
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
}
