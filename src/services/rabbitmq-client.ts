import type { ChannelModel } from 'amqplib';
import { exitCodes, LabError, messageOf } from '../core/errors.ts';
import { same, type Text } from '../core/text.ts';

export type AmqpConnection = ChannelModel;

/** Where a RabbitMQ answers and how to log in. A password must never reach the record. */
export interface AmqpAddress {
  readonly protocol: 'amqp' | 'amqps';
  readonly hostname: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly vhost: string;
}

const connectWithinMs = 5_000;

/**
 * `noDelay`: without it a confirm of 2 KiB takes 44 ms on loopback (Nagle and the delayed acknowledgement).
 * @throws the client's own error
 */
export async function openAmqp(address: AmqpAddress): Promise<AmqpConnection> {
  const { connect } = await import('amqplib');
  // Its own timeout is for a silent server: of one that speaks another protocol it waits for ever, socket open.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error('no answer to the AMQP handshake')), connectWithinMs);
  const tooLate = new Promise<never>((_, reject) => {
    late.signal.addEventListener('abort', () => reject(late.signal.reason), { once: true });
  });
  try {
    const socketOptions = { noDelay: true, signal: late.signal };
    const connection = await Promise.race([connect({ ...address }, socketOptions), tooLate]);
    connection.on('error', () => {}); // What was under way says it.
    return connection;
  } finally {
    clearTimeout(timer);
  }
}

/** Another way to the same server: the fault proxy. */
export interface Through {
  readonly host: string;
  readonly port: number;
}

/** The connections of an act: they end with it. */
export function amqpConnections(addressOf: (arm: string) => AmqpAddress) {
  const connections = new Set<AmqpConnection>();
  return {
    async connect(arm: string, through?: Through): Promise<AmqpConnection> {
      const address = { ...addressOf(arm), ...(through && { hostname: through.host, port: through.port }) };
      const connection = await openAmqp(address).catch((error: unknown) => {
        throw cannotConnect(address, error);
      });
      connections.add(connection);
      connection.once('close', () => connections.delete(connection));
      return connection;
    },
    disconnect(): void {
      for (const connection of connections) connection.close().catch(() => {}); // It may be gone already.
      connections.clear();
    },
  };
}

export function showAmqp({ protocol, hostname, port, vhost }: AmqpAddress): string {
  const host = hostname.includes(':') ? `[${hostname}]` : hostname;
  return `${protocol}://${host}:${port}/${encodeURIComponent(vhost)}`;
}

export function cannotConnect(address: AmqpAddress, cause: unknown): LabError {
  const where = showAmqp(address);
  return new LabError(
    exitCodes.runFailed,
    {
      what: { ko: `${where} 서버를 쓸 수 없어요.`, en: `The RabbitMQ at ${where} cannot be used.` },
      ...whyNotConnected(address, messageOf(cause)),
    },
    { cause },
  );
}

const privateInstead: Text = {
  ko: '--amqp를 빼면 실험용 RabbitMQ를 따로 띄워서 실험해요.',
  en: 'Leave --amqp away and the lab starts a RabbitMQ of its own.',
};

function whyNotConnected(
  { username, vhost }: AmqpAddress,
  message: string,
): { readonly why: Text; readonly next: Text } {
  if (/ACCESS[-_]REFUSED|\b403\b/.test(message)) {
    return {
      why: {
        ko: `${username} 사용자의 로그인을 거절했어요: ${message}`,
        en: `It refused the login of the user ${username}: ${message}`,
      },
      next: same('AMQP_URL=amqp://USER:PASSWORD@127.0.0.1:5672/VHOST redis-lab …'),
    };
  }
  if (/got <ConnectionClose/.test(message)) {
    return {
      why: {
        ko: `가상 호스트 '${vhost}' 안으로 ${username} 사용자를 들여보내지 않아요.`,
        en: `It does not let the user ${username} into the virtual host '${vhost}'.`,
      },
      next: same(`rabbitmqctl list_permissions -p '${vhost}'`),
    };
  }
  return { why: same(message), next: privateInstead };
}
