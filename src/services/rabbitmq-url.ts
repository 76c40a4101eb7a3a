import { exitCodes, LabError } from '../core/errors.ts';
import { same } from '../core/text.ts';

/** Where a RabbitMQ answers and how to log in. A password must never reach the record. */
export interface AmqpAddress {
  readonly protocol: 'amqp' | 'amqps';
  readonly hostname: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
  readonly vhost: string;
}

export function showAmqp({ protocol, hostname, port, vhost }: AmqpAddress): string {
  const host = hostname.includes(':') ? `[${hostname}]` : hostname;
  return `${protocol}://${host}:${port}/${encodeURIComponent(vhost)}`;
}

/** By the AMQP URI specification; repeats nothing of what cannot be read, for it may hold a password. */
export function parseAmqpUrl(text: string): AmqpAddress {
  try {
    const url = new URL(text);
    const protocol = url.protocol.slice(0, -1);
    if ((protocol !== 'amqp' && protocol !== 'amqps') || url.hostname === '') throw new Error('not amqp');
    return {
      protocol,
      hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(url.port || (protocol === 'amqps' ? 5671 : 5672)),
      username: decodeURIComponent(url.username) || 'guest',
      password: decodeURIComponent(url.password) || 'guest',
      vhost: decodeURIComponent(url.pathname.slice(1)) || '/',
    };
  } catch {
    throw new LabError(exitCodes.usage, {
      what: { ko: 'RabbitMQ 주소를 읽지 못했어요.', en: 'The address of RabbitMQ cannot be read.' },
      why: {
        ko: '비밀번호의 특수 문자는 %XX로 써야 해요.',
        en: 'Special characters of a password have to be written as %XX.',
      },
      next: same('amqp://USER:PASSWORD@127.0.0.1:5672/VHOST'),
    });
  }
}
