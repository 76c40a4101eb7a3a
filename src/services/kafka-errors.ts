import { exitCodes, LabError, messageOf, RefusedError } from '../core/errors.ts';
import { same, type Text } from '../core/text.ts';
import { type KafkaAddress, showKafka } from './kafka-address.ts';

const privateInstead: Text = {
  ko: '--kafka를 빼면 실험용 Kafka를 따로 띄워서 실험해요.',
  en: 'Leave --kafka away and the lab starts a Kafka of its own.',
};

export function cannotConnect(address: KafkaAddress, cause: unknown): LabError {
  const where = showKafka(address);
  const message = messageOf(cause);
  const isLogin = /SASL|authenticat|password/i.test(message);
  return new LabError(
    exitCodes.runFailed,
    {
      what: { ko: `${where} 서버를 쓸 수 없어요.`, en: `The Kafka at ${where} cannot be used.` },
      why: same(message),
      next: isLogin ? same('KAFKA_URL=USER:PASSWORD@127.0.0.1:9092 redis-lab …') : privateInstead,
    },
    { cause },
  );
}

export function topicExists(address: KafkaAddress, topic: string): LabError {
  return new LabError(exitCodes.runFailed, {
    what: { ko: `이름이 '${topic}'인 토픽이 이미 있어요.`, en: `The topic '${topic}' is there already.` },
    why: {
      ko: '다른 것이 쓴 메시지가 들어 있을 수 있어서, 거기서 세면 숫자가 틀려요.',
      en: 'It may hold messages of somebody else: what is counted there would be wrong.',
    },
    next: same(`kafka-topics.sh --bootstrap-server ${showKafka(address)} --delete --topic '${topic}'`),
  });
}

/** What kafkajs throws when the broker said no: `type` is the name of Kafka's error code. */
interface Refusal extends Error {
  readonly type?: unknown;
}

/** A batch that is larger than Kafka takes, in words for people. Anything else is returned as it is. */
export function explainTooLarge(error: unknown, topic: string): unknown {
  if (!(error instanceof Error)) return error;
  const { type } = error as Refusal;
  if (type !== 'MESSAGE_TOO_LARGE' && type !== 'RECORD_LIST_TOO_LARGE') return error;
  return new LabError(
    exitCodes.runFailed,
    {
      what: {
        ko: '한 번에 보낸 메시지가 Kafka의 한도보다 커요.',
        en: 'What was sent at once is larger than Kafka takes.',
      },
      why: {
        ko: `묶음 하나의 한도는 토픽의 max.message.bytes예요(${topic}): ${error.message}`,
        en: `The limit of one batch is max.message.bytes of the topic (${topic}): ${error.message}`,
      },
      next: {
        ko: '--batches나 --payload를 줄이거나, 토픽의 max.message.bytes를 늘려 주세요.',
        en: 'Send less at once (--batches, --payload), or raise max.message.bytes of the topic.',
      },
    },
    { cause: error },
  );
}

/**
 * What else kafkajs throws, in words for people. Anything that is not of kafkajs is returned as it is.
 * @param isOwn whether the learner's own Kafka is used: its refusal is a condition of theirs and costs the act only
 */
export function explainKafkaError(error: unknown, isOwn: boolean): unknown {
  if (!(error instanceof Error) || !error.name.startsWith('KafkaJS')) return error;
  const Kind = isOwn ? RefusedError : LabError;
  return new Kind(
    exitCodes.runFailed,
    {
      what: {
        ko: 'Kafka가 요청을 들어주지 않았어요.',
        en: 'Kafka did not do what it was asked.',
      },
      why: same(messageOf(error)),
      next: isOwn ? privateInstead : same('redis-lab doctor'),
    },
    { cause: error },
  );
}
