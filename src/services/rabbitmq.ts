import type { Service } from '../core/service.ts';
import { epmdProgram } from './epmd.ts';
import { type RabbitmqOptions, type RabbitmqServer, rabbitmqProgram } from './rabbitmq-server.ts';

export { type RabbitmqServer, rabbitmqProgram };

export function rabbitmq(options: RabbitmqOptions): Service<RabbitmqServer> {
  return {
    name: 'amqp',
    programs: [rabbitmqProgram, epmdProgram],
    own: {
      variable: 'AMQP_URL',
      label: { ko: '내 RabbitMQ에서 실행하기(AMQP_URL)', en: 'use your own RabbitMQ (AMQP_URL)' },
      check: async (url) => void (await import('./rabbitmq-url.ts')).parseAmqpUrl(url),
    },
    start: async (host) => {
      const url = host.external.amqp;
      if (url === undefined)
        return await (await import('./rabbitmq-private.ts')).startPrivateRabbitmq(host, options);
      return await (await import('./rabbitmq-own.ts')).useOwnRabbitmq(host, url);
    },
  };
}
