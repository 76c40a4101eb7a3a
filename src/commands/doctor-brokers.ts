// Brokers of the learner's own that answer: those that are named, or those of compose.yaml.
import { LabError, messageOf } from '../core/errors.ts';
import type { Lang } from '../core/text.ts';
import { unbroken } from '../render/terminal/text.ts';
import { parseKafkaAddress, showKafka } from '../services/kafka-address.ts';
import { askKafka } from '../services/kafka-admin.ts';
import { cannotConnect as kafkaError } from '../services/kafka-errors.ts';
import { openAmqp } from '../services/rabbitmq-client.ts';
import { cannotConnect as amqpError } from '../services/rabbitmq-errors.ts';
import { parseAmqpUrl, showAmqp } from '../services/rabbitmq-url.ts';

interface Kind {
  readonly name: string;
  readonly variable: string;
  /** As compose.yaml starts it. */
  readonly composed: string;
  /** Asks it. @returns where it is, without a password, and what it is */
  ask(url: string): Promise<{ readonly where: string; readonly version: string }>;
  /** What to type where it was found without being named. */
  readonly command: string;
}

const kinds: readonly Kind[] = [
  {
    name: 'RabbitMQ',
    variable: 'AMQP_URL',
    composed: 'amqp://127.0.0.1:5672',
    async ask(url) {
      const address = parseAmqpUrl(url);
      const connection = await openAmqp(address).catch((error: unknown) => {
        throw amqpError(address, error);
      });
      const { version } = connection.connection.serverProperties;
      await connection.close();
      return { where: showAmqp(address), version };
    },
    command: 'redis-lab queue --amqp amqp://127.0.0.1:5672',
  },
  {
    name: 'Kafka',
    variable: 'KAFKA_URL',
    composed: '127.0.0.1:9092',
    async ask(url) {
      const address = parseKafkaAddress(url);
      await askKafka(address, (admin) => admin.describeCluster(), 0).catch((error: unknown) => {
        throw kafkaError(address, error);
      });
      return { where: showKafka(address), version: '' };
    },
    command: 'redis-lab delivery --kafka 127.0.0.1:9092',
  },
];

/** By name; one that is neither named nor there is no news. */
export async function brokersThatAnswer(lang: Lang): Promise<{ name: string; said: string }[]> {
  const found = await Promise.all(kinds.map((kind) => saidOf(kind, lang)));
  return found.flatMap((said, index) => (said === null ? [] : [{ name: kinds[index]?.name ?? '', said }]));
}

async function saidOf({ variable, composed, ask, command }: Kind, lang: Lang): Promise<string | null> {
  const named = process.env[variable];
  try {
    const { where, version } = await ask(named || composed);
    const is = [where, version].filter((word) => word !== '').join('  ');
    const use = named ? '' : `: ${unbroken(command)}`;
    return `${lang === 'ko' ? '응답함' : 'answers'}  ${unbroken(is)}${use}`;
  } catch (error) {
    if (!named) return null;
    return error instanceof LabError ? error.explanation.why[lang] : messageOf(error);
  }
}
