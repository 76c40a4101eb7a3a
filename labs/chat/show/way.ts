import type { Shown, Text, TranscriptBlock } from '../../../src/kit/judge.ts';
import type { Line, WayData } from '../data.ts';
import type { params } from '../settings.ts';

export const wayShown: Shown<WayData, typeof params> = {
  title: { ko: '메시지 하나의 길', en: "One message's way" },
  aim: {
    ko: '서버 두 대에 나뉜 두 사람 사이에서 메시지 하나가 어디를 지나는지 봐요.',
    en: 'Two people on two servers: what does one message pass through?',
  },
  headline({ lines }) {
    const redis = lines.filter(({ who }) => who === 'redis').length;
    return {
      ko: `메시지 하나에 Redis가 실행한 쓰기와 발행: ${redis}개`,
      en: `for one message Redis executed ${redis} writes and publishes`,
    };
  },
  show: ({ lines }) => [transcript(lines)],
};

function transcript(lines: readonly Line[]): TranscriptBlock {
  return {
    kind: 'transcript',
    id: 'way',
    title: { ko: 'kim이 한마디 하면', en: 'kim says one thing' },
    lines: lines.map(({ who, direction, line }) => {
      const comment = comments.find(({ at, of }) => at === who && line.includes(of));
      return {
        connection: who,
        direction,
        line: shortened(line),
        ...(comment ? { comment: comment.text } : {}),
      };
    }),
  };
}

/** The whole entry stands in the record; here a line may break between the members of its JSON. */
const shortened = (line: string) =>
  line.replace(/^((?:XADD|PUBLISH) \S+).*$/, '$1 …').replaceAll(',"', ', "');

const comments: readonly { readonly at: Line['who']; readonly of: string; readonly text: Text }[] = [
  {
    at: 'kim',
    of: '"say"',
    text: {
      ko: 'id는 kim이 정해요. 다시 보내도 한 번만 저장돼요.',
      en: 'kim names it: sent twice it is kept once',
    },
  },
  {
    at: 'redis',
    of: 'HINCRBY',
    text: { ko: '방의 다음 번호', en: "the room's next offset" },
  },
  { at: 'redis', of: 'XADD', text: { ko: '먼저 기록에 남기고', en: 'history first,' } },
  { at: 'redis', of: 'PUBLISH', text: { ko: '그다음 서버들에게 알려요', en: 'then the servers are told' } },
  { at: 'kim', of: '"ack"', text: { ko: '저장됐다는 확인', en: 'it is kept' } },
  {
    at: 'lee',
    of: '"msg"',
    text: { ko: '다른 서버의 lee도 받아요', en: 'lee, on the other server, hears it' },
  },
];
