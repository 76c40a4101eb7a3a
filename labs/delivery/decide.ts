// Is Pub/Sub enough, or is Kafka needed? Seven questions, and the rule that answers them. The rule is the textbook's;
// what it costs and what it keeps on this machine stands in the record of a run.
import { type Decision, formatFigure, formatQuantity, ran, type Text } from '../../src/kit/judge.ts';
import type { DeliveryTried, MatrixData, SpeedData, SystemId } from './data.ts';
import { armsOf, doubledBy, faultsOf, lostBy } from './judge/cells.ts';
import { speedOf } from './judge/streaming.ts';
import { systemWords, yesWords } from './words.ts';

const yes: Text = { ko: '예', en: 'yes' };
const no: Text = { ko: '아니요', en: 'no' };

export const decide: Decision<DeliveryTried> = {
  questions: {
    loss: {
      short: { ko: '잃어도 됨', en: 'may be lost' },
      prompt: { ko: '메시지를 잃어도 되나요?', en: 'May a message be lost?' },
      choices: [
        { id: 'no', label: { ko: '아니요. 정전에도 안 돼요', en: 'no, not even in a power cut' } },
        {
          id: 'second',
          label: { ko: '정전이면 마지막 1초쯤은 괜찮아요', en: 'about a second of them, in a power cut' },
        },
        { id: 'yes', label: { ko: '예. 다음 것이 곧 와요', en: 'yes, the next one comes soon' } },
      ],
    },
    replay: {
      short: { ko: '다시 읽기', en: 'read again' },
      prompt: {
        ko: '이미 읽은 것을 나중에 처음부터 다시 읽어야 하나요?',
        en: 'Must what was read be read again later, from the beginning?',
      },
      choices: [
        { id: 'no', label: no },
        { id: 'yes', label: yes },
      ],
    },
    order: {
      short: { ko: '순서', en: 'order' },
      prompt: { ko: '순서를 지켜야 하나요?', en: 'Does the order matter?' },
      choices: [
        { id: 'key', label: { ko: '한 손님의 것끼리만', en: 'among those of one customer' } },
        { id: 'none', label: no },
        { id: 'all', label: { ko: '모두 한 줄로', en: 'all of them, one line' } },
      ],
    },
    readers: {
      short: { ko: '받는 쪽', en: 'readers' },
      prompt: {
        ko: '같은 것을 저마다 받아야 하는 쪽이 여럿인가요?',
        en: 'Are there several who each want all of it?',
      },
      choices: [
        { id: 'one', label: { ko: '하나. 일을 나눠 맡는 워커들', en: 'one: workers that share the work' } },
        { id: 'several', label: { ko: '여럿. 팀마다 전부', en: 'several: each team wants everything' } },
      ],
    },
    routing: {
      short: { ko: '골라 보내기', en: 'routing' },
      prompt: { ko: '규칙에 따라 누구에게 갈지 골라야 하나요?', en: 'Do rules decide who gets what?' },
      choices: [
        { id: 'no', label: no },
        { id: 'yes', label: { ko: '예. 종류나 지역에 따라', en: 'yes, by kind or region' } },
      ],
    },
    rate: {
      short: { ko: '초당', en: 'a second' },
      prompt: { ko: '가장 몰릴 때 1초에 몇 건인가요?', en: 'How many a second, at the peak?' },
      choices: [
        { id: 'hundreds', label: { ko: '수백 건', en: 'hundreds' } },
        { id: 'thousands', label: { ko: '수천 건', en: 'thousands' } },
        { id: 'more', label: { ko: '수만 건 넘게', en: 'tens of thousands and more' } },
      ],
    },
    operator: {
      short: { ko: '돌보는 사람', en: 'operated by' },
      prompt: { ko: '누가 돌보나요?', en: 'Who operates it?' },
      choices: [
        {
          id: 'us',
          label: { ko: '우리요. 이미 Redis가 있어요', en: 'we do, beside the Redis that is there' },
        },
        {
          id: 'team',
          label: { ko: '맡은 팀이나 관리형 서비스', en: 'a team of its own, or a managed service' },
        },
      ],
    },
  },
  choose,
  name: (choice) => systemWords[choice as SystemId],
  promise: (choice) => yesWords[choice as SystemId],
  mind,
  measured(choice, { matrix, speed }) {
    const [delivered, sped] = [ran(matrix), ran(speed)];
    const id = choice as SystemId;
    return [
      ...(delivered ? lostTold(delivered, id) : []),
      ...(sped ? speedTold(sped, id) : []),
      ...(delivered && id !== 'pubsub' ? lostTold(delivered, 'pubsub') : []),
    ];
  },
};

function choose({
  loss,
  replay,
  readers,
  routing,
  rate,
  operator,
}: Readonly<Record<string, string>>): SystemId {
  // A log that many read, at a rate that asks for partitions: that is what one keeps a Kafka for.
  if (rate === 'more' && (replay === 'yes' || readers === 'several') && loss !== 'yes') return 'kafka-all';
  if (routing === 'yes')
    return replay === 'yes' ? 'rabbit-stream' : loss === 'yes' ? 'rabbit-classic' : 'rabbit-quorum';
  if (replay === 'yes' && operator === 'team') return 'kafka-all';
  if (loss === 'yes' && replay === 'no') return 'pubsub';
  return loss === 'no' ? 'streams-always' : 'streams-everysec';
}

function mind(choice: string, { order, loss }: Readonly<Record<string, string>>): Text[] {
  const texts: Text[] = [];
  if (choice !== 'pubsub')
    texts.push({
      ko: '같은 메시지가 두 번 올 수 있어요. 같은 번호를 두 번 처리하지 않게 만드세요.',
      en: 'A message may come twice: do not do one id twice.',
    });
  if (order === 'all')
    texts.push({
      ko: '모두 한 줄이면 소비자 하나가 끝낼 수 있는 만큼만 처리돼요(파티션 하나, 워커 하나).',
      en: 'One line for all is as fast as one consumer (one partition, one worker).',
    });
  if (order === 'key' && choice.startsWith('kafka'))
    texts.push({
      ko: '손님의 번호를 키로 보내야 같은 파티션에 가서 순서가 남아요(문서: Kafka Producer).',
      en: 'Send with the customer as the key: one partition keeps the order (docs: Kafka Producer).',
    });
  if (loss !== 'yes' && (choice.startsWith('kafka') || choice === 'rabbit-quorum'))
    texts.push({
      ko: '한 대로는 그 서버의 디스크만큼만 믿을 수 있어요. 복제본 셋이 약속의 절반이에요(문서: Replication).',
      en: 'One node is as safe as its disk: half of the promise is three replicas (docs: Replication).',
    });
  return texts;
}

function lostTold(data: MatrixData, id: SystemId): Text[] {
  const faults = faultsOf(data, id).length;
  const name = systemWords[id];
  if (faults === 0)
    return [
      {
        ko: `${name.ko}: 그때 재지 않았어요. --systems ${id} 옵션을 붙이면 재요.`,
        en: `${name.en}: not measured then; --systems ${id} does.`,
      },
    ];
  const [lost, twice] = [lostBy(data, id), doubledBy(data, id)].map((n) => formatFigure(n, 'messages'));
  return [
    {
      ko: `${name.ko}: 장애 ${faults}가지에서 유실 ${lost}건, 중복 ${twice}건.`,
      en: `${name.en}: under ${faults} faults ${lost} lost, ${twice} twice.`,
    },
  ];
}

function speedTold(data: SpeedData, id: SystemId): Text[] {
  const arms = armsOf(data, id);
  const [one, many] = [arms.at(0), arms.at(-1)];
  if (!one || !many) return [];
  const [slow, fast] = [one, many].map((arm) => formatQuantity(speedOf(arm), 'perSecond'));
  return [
    {
      ko: `${systemWords[id].ko}: ${one.batch}건씩 보내며 기다리면 ${slow}, ${many.batch}건씩 묶으면 ${fast}.`,
      en: `${systemWords[id].en}: ${slow} sent in batches of ${one.batch} and awaited, ${fast} in batches of ${many.batch}.`,
    },
  ];
}
