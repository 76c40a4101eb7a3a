import { type AnyLab, defineLab } from '../../src/core/lab.ts';
import type { CatalogueEntry } from '../../src/course/catalogue.ts';
import { findingsOf } from '../../src/course/findings.ts';

const text = (ko: string, en: string) => ({ ko, en });

/** A lab in which every text is in order. */
export const chat: AnyLab = defineLab<{ away: { lost: number } }>()({
  id: 'chat',
  revision: 1,
  question: text('서버가 둘이면 누가 놓칠까요?', 'With two servers, who misses what?'),
  picture: text('나 --> 서버 --> 너', 'me --> server --> you'),
  params: {},
  services: {},
  acts: [
    {
      id: 'away',
      title: text('부재중', 'Away'),
      aim: text('유실을 보세요.', 'Watch what is lost.'),
      run: async () => ({ lost: 1 }),
      headline: ({ lost }) => text(`${lost}건을 잃었어요.`, `${lost} lost.`),
      show: () => [],
    },
  ],
  judges: {
    C09: {
      needs: ['away'],
      textbook: 'held',
      judge: () => ({
        verdict: 'held',
        evidence: {
          headline: text('그래요.', 'So it is.'),
          points: [text('2.1배 빨라요.', '2.1 × faster.')],
        },
      }),
    },
  },
  comparison: () => null,
  why: () => text('채널에는 보관함이 없어요.', 'A channel has no store.'),
  caveat: () => text('컴퓨터 한 대에서 쟀어요.', 'Measured on one machine.'),
  tryNext: [],
  older: { predicted: 'away', data: () => ({ away: { lost: 0 } }) },
});

export const entry: CatalogueEntry = {
  id: 'chat',
  title: text('채팅', 'Chat'),
  minutes: 5,
  load: async () => ({ default: chat }),
};

export const findings = findingsOf(chat, {
  data: { away: { lost: 1 } },
  params: {},
  predictions: {},
  quiet: null,
} as unknown as Parameters<typeof findingsOf>[1]);

const code = '```sh\nredis-cli PING\n```';

export const guide = {
  ko: `# 채팅\n\n## 부재중 {#away}\n\n구독이 끊겨요.\n\n${code}\n`,
  en: `# Chat\n\n## Away {#away}\n\nThe subscription breaks.\n\n${code}\n`,
};
