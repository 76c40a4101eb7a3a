// The word that Korean developers say, and what must not stand in its place. Where a word has an innocent meaning too,
// the pattern asks for the company that gives the other one away: a good sentence is never a fault.

import type { Text } from '../../core/text.ts';
import { sayInstead } from './sentences.ts';

interface Term {
  readonly say: string;
  readonly not: RegExp;
}

const terms: readonly Term[] = [
  { say: '팬아웃(fan-out)', not: /부채꼴/ },
  { say: '꺾이는 지점(knee)', not: /무릎/ },
  { say: '핸드셰이크', not: /(?<!\p{Script=Hangul})악수/u },
  { say: '시스템 시각', not: /벽시계/ },
  {
    say: '헤더',
    not: /(?<!\p{Script=Hangul})머리(?:를|가|에|의|는|도|로|와|만|에는|에서)?(?!\p{Script=Hangul})/u,
  },
  { say: '왕복 시간(RTT)', not: /왕복[이은]?\s(?:약\s)?\d[\d.,]*\s?(?:ms|µs|초)/ },
  // The verb is fine: 대답하다, 대답해요.
  { say: '응답', not: /(?<!\p{Script=Hangul})대답(?!하|해|했|한|할|합|함|도 하|을 하)/u },
  {
    say: '응답',
    not: /(?:서버|Redis|[A-Z]{3,})(?:의|가 보낸)\s답(?:을|이|은|도|과|의|에|으로)?(?!\p{Script=Hangul})/u,
  },
  { say: '오래된 응답(stale)', not: /낡은\s(?:답|응답|대답)/ },
  {
    say: '비용',
    not: /값(?:을|이|은|도)?\s?(?:치르|치러|치른|치를|싼|싸|비싸|비싼|비쌀)|(?:드는|치르는|치른)\s값/,
  },
  { say: '이벤트 지연(lag)', not: /(?<!\p{Script=Hangul})지각/u },
  { say: '조회, 쿼리', not: /(?<!\p{Script=Hangul})질의(?!응답|\s응답)/u },
  { say: '조회, 쿼리', not: /(?:DB|데이터베이스|PostgreSQL|Redis|서버)에(?:게)?\s질문/ },
  { say: '락(lock)', not: /(?<!\p{Script=Hangul})잠금(?!\s?화면|장치)/u },
  { say: '작업, 워커', not: /일꾼/ },
  // 다시 붙이다, to attach again, is another word.
  { say: '재연결, 재접속', not: /다시\s?붙(?!이|여|였|일|임|인|입)/ },
  {
    say: '재연결, 재접속',
    not: /다시\s옴|(?:구독자|클라이언트|사용자)[가는은이]\s다시\s(?:오|와|왔|온|올)/,
  },
  { say: '파이프라인', not: /몰아\s?보[내냄낸낼냈]|잇달/ },
  { say: '연결 하나 공유', not: /하나를\s함께(?!\s?하)/ },
  { say: '한 번에 하나씩', not: /^차례로$|하나를\s차례로/ },
  { say: '메인 스레드에서 직접', not: /그\s자리에서/ },
  { say: '비교하다', not: /(?<!\p{Script=Hangul})견[주줘줬줄준줍춰]/u },
  { say: '이유', not: /까닭/ },
  {
    say: '버전',
    not: /(?<!\p{Script=Hangul})(?:판\s?\d|(?:새|옛|낮은|높은|이전)\s판(?:이|은|을|의|에|에서|과|부터|보다)?(?!\p{Script=Hangul}))/u,
  },
  { say: '시드', not: /씨앗/ },
  // 빠르기 때문에, 빠르기는 하지만: the adjective, not the noun.
  { say: '속도', not: /(?<!\p{Script=Hangul})빠르기(?!\s?때문|만|도|까지|는\s?하|는\s?해)/u },
  {
    say: '95% 신뢰구간',
    not: /95\s?%\s구간|(?<!신뢰|\p{Script=Hangul})구간(?:이|은)\s(?:좁|넓|1을|겹)|(?<!신뢰|\p{Script=Hangul})구간\s\d/u,
  },
  { say: '시행', not: /번째\s반복|반복\s\d|\d\s?회(?:의|를|로|씩|마다|는|가|에|만)?(?!\p{Script=Hangul})/u },
  { say: '검증할 주장', not: /시험하는\s(?:문장|주장)/ },
  { say: '모델', not: /(?<!\p{Script=Hangul})모형/u },
  { say: '프라이머리', not: /원본(?:\s(?:서버|노드|Redis|인스턴스)|과\s복제)/ },
  { say: '내 Redis', not: /쓰던\s(?:Redis|PostgreSQL|RabbitMQ|Kafka|서버|브로커)/ },
  { say: '접속 중인데 오프라인으로 보임', not: /꺼져\s?보[이임인여]/ },
  { say: '시간 축소', not: /시간표/ },
  // In brackets after the Korean word it is its gloss.
  { say: '라운드 로빈', not: /\p{Script=Hangul}[^()]*\bround[- ]robin\b/iu },
  { say: '라운드 로빈', not: /\bround[- ]robin\b[^)]*\p{Script=Hangul}/iu },
  { say: '커넥션 누수', not: /연결이\s(?:샘|샌|샐|새[는어요])/ },
  { say: '임시 포트(ephemeral port)', not: /나갈\s수\s있는\s포트/ },
  { say: '그사이', not: /(?<!\p{Script=Hangul})그\s사이/u },
  { say: '이어받다', not: /(?<!\p{Script=Hangul})이어\s받/u },
];

/** The words of a Korean text that another one should stand for. */
export function wrongTerms(korean: string): Text[] {
  return terms.flatMap(({ say, not }) => {
    const found = not.exec(korean)?.[0];
    return found === undefined ? [] : [sayInstead(found, `'${say}'`)];
  });
}
