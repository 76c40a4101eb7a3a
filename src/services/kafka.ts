import type { Service } from '../core/service.ts';
import { javaProgram, type KafkaServer, kafkaProgram } from './kafka-server.ts';
import type { PowerCut } from './power-cut.ts';

export { javaProgram, type KafkaServer, kafkaProgram };

/** @param power counts its fsyncs */
export function kafka(power?: PowerCut): Service<KafkaServer> {
  return {
    name: 'kafka',
    programs: [javaProgram, kafkaProgram],
    own: {
      variable: 'KAFKA_URL',
      label: {
        ko: '내 Kafka에서 실행하기(host:port, KAFKA_URL)',
        en: 'use your own Kafka (host:port, KAFKA_URL)',
      },
      check: async (url) => void (await import('./kafka-address.ts')).parseKafkaAddress(url),
    },
    start: async (host) => {
      const url = host.external.kafka;
      if (url === undefined) return await (await import('./kafka-private.ts')).startPrivateKafka(host, power);
      return await (await import('./kafka-own.ts')).useOwnKafka(host, url);
    },
  };
}
