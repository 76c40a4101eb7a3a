// What act 4 finds. Apart from the act itself, so that a record can be shown without loading Socket.IO.

export interface HandshakesArm {
  readonly arm: HandshakeArm;
  readonly clients: number;
  /** Came through to an open WebSocket whose server answered. */
  readonly connected: number;
  /** What those got who did not: the status and the body, as the client saw them. */
  readonly refusals: readonly { readonly answer: string; readonly clients: number }[];
}

export type HandshakeArm =
  | 'round_robin'
  | 'least_conn'
  | 'ip_hash'
  | 'consistent'
  | 'websocket-only'
  | 'cookie'
  | 'cookie-no-jar';

/** The client library does not hand on why an upgrade failed. */
export const upgradeRefused = 'upgrade refused';
