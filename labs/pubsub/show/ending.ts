// Why it came out like this, what the figures cannot show, and a question to talk about: of the acts that ran.
import { countDelivery, formatFigure, ran, type Text } from '../../../src/kit/judge.ts';
import type { PubsubTried } from '../data.ts';

interface Sentence extends Text {
  readonly act: keyof PubsubTried;
}

/** The first two whose act ran are said. */
const whys: readonly Sentence[] = [
  {
    act: 'away',
    ko: 'PUBLISH는 그 순간 듣고 있는 구독에만 넘기고 보관하지 않아요(문서: Pub/Sub).',
    en: 'PUBLISH hands a message to who listens at that moment and keeps nothing (docs: Pub/Sub).',
  },
  {
    act: 'streams',
    ko: '스트림은 먼저 저장하고 확인(XACK)을 기억해서(문서: Streams) 이어받을 수 있지만, 같은 것을 두 번 받을 수 있어요.',
    en: 'A stream stores first and remembers who acknowledged (XACK; docs: Streams): one can go on later, and may get a message twice.',
  },
  {
    act: 'slow',
    ko: 'PUBLISH는 느린 구독자를 기다리지 않고 출력 버퍼에 쌓아요. 한도를 넘으면 연결을 끊고 쌓인 것도 버려요(문서: Client handling).',
    en: 'PUBLISH does not wait for a slow subscriber but piles up in its output buffer; past the limit the connection goes, with what was piled up (docs: Client handling).',
  },
  {
    act: 'fan-out',
    ko: 'Redis는 구독자의 버퍼에 복사하고, 누가 읽기를 기다리지 않고 응답해요(문서: PUBLISH).',
    en: "Redis copies into the subscribers' buffers and replies without waiting for anybody to read (docs: PUBLISH).",
  },
  {
    act: 'channel',
    ko: 'PUBLISH의 응답은 그 순간의 구독 수예요. 아무도 없으면 0이고, 오류가 아니에요.',
    en: 'The reply of PUBLISH is the number of subscriptions at that moment; with nobody there it is 0, and no error.',
  },
];

const caveats: readonly Sentence[] = [
  {
    act: 'fan-out',
    ko: '한 컴퓨터라서 실제 네트워크의 지연은 없어요.',
    en: 'One machine, no real network.',
  },
  {
    act: 'streams',
    ko: 'kill -9는 정전이 아니에요(정전이면 everysec도 1초쯤 유실, 문서: Persistence).',
    en: 'kill -9 is no power cut, where everysec can lose a second (docs: Persistence).',
  },
  {
    act: 'away',
    ko: '끊김과 침묵은 우리 프록시가 만들었어요.',
    en: 'Cuts and silence were made by our own proxy.',
  },
  { act: 'channel', ko: '모두 한 컴퓨터에서 했어요.', en: 'All of it on one machine.' },
  { act: 'slow', ko: '모두 한 컴퓨터에서 했어요.', en: 'All of it on one machine.' },
];

export const why = (data: PubsubTried): Text => firstTwo(whys, data);
export const caveat = (data: PubsubTried): Text => firstTwo(caveats, data);

function firstTwo(sentences: readonly Sentence[], data: PubsubTried): Text {
  const said = sentences.filter(({ act }) => ran(data[act]) !== null).slice(0, 2);
  return { ko: said.map(({ ko }) => ko).join(' '), en: said.map(({ en }) => en).join(' ') };
}

export function discuss(data: PubsubTried): Text | null {
  const cut = ran(data.away)?.find(({ absence }) => absence === 'cut');
  const lost = cut ? countDelivery(cut.history).lost.count : 0;
  if (lost > 0)
    return {
      ko: `사라진 ${lost}건이 결제 알림이었다면 누가 언제 알아챌까요?`,
      en: `Had the ${lost} lost been payment notices: who notices, and when?`,
    };
  const dies = ran(data.streams)?.find(({ fault }) => fault === 'dies');
  const twice = dies ? countDelivery(dies.history).duplicated.count : 0;
  if (twice > 0)
    return {
      ko: `두 번 처리된 ${twice}건이 결제였다면 무엇으로 막을 수 있을까요?`,
      en: `Had the ${twice} that were done twice been payments: what would have caught it?`,
    };
  const evicted = ran(data.slow)?.eviction?.evicted ?? 0;
  if (evicted === 0) return null;
  const gone = formatFigure(evicted, 'count');
  return {
    ko: `밀려난 키 ${gone}개가 로그인 세션이었다면 누구에게 무슨 일이 생길까요?`,
    en: `Had the ${gone} evicted keys been login sessions: whom would it have hit?`,
  };
}
