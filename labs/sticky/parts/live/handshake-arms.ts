// The arms of the act `handshakes`. Apart from the act, so that a record can be shown without loading Socket.IO.

export const nginxArms = ['round_robin', 'least_conn', 'ip_hash', 'consistent', 'websocket-only'] as const;
export const haproxyArms = ['cookie', 'cookie-no-jar'] as const;

/** Stands for an answer: the client library does not hand on why an upgrade failed. */
export const upgradeRefused = 'upgrade refused';
