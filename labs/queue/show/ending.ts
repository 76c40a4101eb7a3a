// Why it came out like this, what the figures cannot show, and a question to talk about: of the acts that ran.
import { ran, type Text } from '../../../src/kit/judge.ts';
import type { QueueTried } from '../data.ts';
import { burstOf, deathOf } from '../judge/figures.ts';

interface Sentence extends Text {
  readonly act: keyof QueueTried;
}

const whys: readonly Sentence[] = [
  {
    act: 'synchronous',
    ko: 'RabbitMQ는 확인(ack)을 받을 때까지 메시지를 들고 있다가, 연결이 끊기면 다른 워커에게 줘요(문서: Consumer Acknowledgements).',
    en: 'RabbitMQ holds a message until it is acknowledged, and gives it to another worker when the connection ends (docs: Consumer Acknowledgements).',
  },
  {
    act: 'routing',
    ko: '교환기는 바인딩만 보고 큐마다 하나씩 넣어요(문서: AMQP 0-9-1 Model).',
    en: 'An exchange looks at bindings alone, and puts one into each queue that fits (docs: AMQP 0-9-1 Model).',
  },
  {
    act: 'failure',
    ko: '돌려보낸 메시지는 될 수 있으면 원래 자리로 가요(문서: Negative Acknowledgements).',
    en: 'What is requeued goes back to its place where it can (docs: Negative Acknowledgements).',
  },
  {
    act: 'burst',
    ko: '길이를 제한한 큐는 기본으로 가장 오래된 것을 버려요(문서: Queue Length Limit).',
    en: 'A queue with a maximum length drops its oldest by default (docs: Queue Length Limit).',
  },
  {
    act: 'workers',
    ko: 'prefetch는 확인받지 못한 메시지의 최대 수예요(문서: Consumer Prefetch).',
    en: 'The prefetch is how many may wait for their acknowledgement (docs: Consumer Prefetch).',
  },
  {
    act: 'streams',
    ko: 'Streams의 그룹은 연결이 아니라 시간을 봐요(문서: XAUTOCLAIM).',
    en: 'A group of Streams looks at the time, not at connections (docs: XAUTOCLAIM).',
  },
];

export function why(data: QueueTried): Text {
  const said = whys.filter(({ act }) => ran(data[act]) !== null).slice(0, 2);
  return { ko: said.map(({ ko }) => ko).join(' '), en: said.map(({ en }) => en).join(' ') };
}

export function caveat(): Text {
  return {
    ko: '한 컴퓨터의 브로커 하나예요. 처리는 기다림으로 흉내 냈고, kill -9는 정전이 아니에요.',
    en: 'One broker on one machine. The work is a wait, and kill -9 is no power cut.',
  };
}

export function discuss({ synchronous, burst }: QueueTried): Text | null {
  const deaths = ran(synchronous);
  const early = deaths ? (deathOf(deaths, 'acks-early')?.lost.count ?? 0) : 0;
  if (early > 0)
    return {
      ko: `확인부터 해서 잃은 ${early}건이 결제였다면 누가 언제 알아챌까요?`,
      en: `Had the ${early} lost by acknowledging first been payments: who notices, and when?`,
    };
  const limited = ran(burst);
  const dropped = limited ? (burstOf(limited, 'drop-head')?.lost ?? 0) : 0;
  if (dropped === 0) return null;
  return {
    ko: `confirm까지 받고 사라진 ${dropped}건을 누가 찾을 수 있을까요?`,
    en: `Who could find the ${dropped} that were confirmed and are gone?`,
  };
}
