import { formatQuantity, type Prediction, type Shown, type Text } from '../../../src/kit/judge.ts';
import type { CrashData, CrashWay } from '../data.ts';
import type { params } from '../settings.ts';
import { leftOutFailed } from '../words.ts';

const words: Readonly<Record<CrashWay, Text>> = {
  'no-check': { ko: 'HAProxy, check 없음', en: 'HAProxy, no check' },
  check: { ko: 'HAProxy, check', en: 'HAProxy, check' },
  redispatch: { ko: 'HAProxy, redispatch', en: 'HAProxy, redispatch' },
  nginx: { ko: 'nginx 기본 설정', en: 'nginx as it comes' },
};

const predict: Prediction<CrashData, typeof params> = {
  prompt: {
    ko: 'HAProxy의 쿠키로 서버 1에 붙은 사용자가 있어요. HAProxy는 서버 상태를 검사하지 않고(check 없음), 서버 1이 죽어요. 이 사용자가 계속 요청하면 어떻게 될까요?',
    en: 'The cookie of HAProxy ties a user to server 1. HAProxy does not check its servers, and server 1 dies. The user goes on asking. What comes back?',
  },
  choices: [
    {
      id: 'another',
      label: { ko: '다른 서버가 바로 응답해요', en: 'Another server answers at once' },
      misconception: {
        ko: '쿠키에 적힌 서버가 살아 있다고 믿는 동안에는 그 서버로 보내요. 죽은 것을 알아야 다른 서버를 골라요.',
        en: 'As long as the server of the cookie is believed to be up, that is where it sends. It has to notice first.',
      },
    },
    { id: 'refused', label: { ko: '계속 503이에요', en: '503, again and again' } },
    {
      id: 'soon',
      label: { ko: '잠시 503이다가 다른 서버로 가요', en: '503 for a while, then another server' },
      misconception: {
        ko: '그렇게 되려면 누군가 알아차려야 해요. check를 켠 줄이 그래요.',
        en: 'For that somebody has to notice. That is the row with a check.',
      },
    },
  ],
  answer({ arms }) {
    const arm = arms.find(({ way }) => way === 'no-check');
    if (!arm || arm.asked === 0) return null;
    if (arm.refused === 0) return 'another';
    return arm.servedAfterMs === null ? 'refused' : 'soon';
  },
};

export const crashShown: Shown<CrashData, typeof params> = {
  title: { ko: '단골의 서버가 죽을 때', en: "A loyal user's server dies" },
  aim: {
    ko: '서버가 죽은 뒤 첫 정상 응답이 오기까지 걸린 시간을 보세요.',
    en: 'Watch how long it takes until the first good answer after the crash.',
  },
  predict,
  headline({ arms }) {
    const of = (name: CrashWay) => {
      const arm = arms.find(({ way }) => way === name);
      if (!arm) return null;
      return arm.servedAfterMs === null
        ? { ko: '응답 없음', en: 'no answer' }
        : { ko: formatQuantity(arm.servedAfterMs, 'ms'), en: formatQuantity(arm.servedAfterMs, 'ms') };
    };
    const [none, check] = [of('no-check'), of('check')];
    if (!none || !check) return { ko: 'HAProxy 없이는 볼 수 없어요', en: 'nothing to see without HAProxy' };
    return {
      ko: `첫 정상 응답까지: check 없으면 ${none.ko}, 있으면 ${check.ko}`,
      en: `first good answer: without a check ${none.en}, with one ${check.en}`,
    };
  },
  show: ({ arms, checkEveryMs, believedAfter, failed }) => [
    {
      kind: 'table',
      id: 'crash',
      title: { ko: '서버가 죽은 뒤의 요청', en: 'Requests after the server died' },
      columns: [
        { id: 'way', title: { ko: '로드밸런서', en: 'balancer' } },
        { id: 'asked', title: { ko: '요청', en: 'requests' }, unit: 'attempts' },
        { id: 'refused', title: { ko: '실패한 요청', en: 'failed' }, unit: 'attempts' },
        { id: 'served-after', title: { ko: '첫 정상 응답', en: 'first good answer' }, unit: 'ms' },
      ],
      rows: arms.map(({ way, asked, refused, servedAfterMs }) => ({
        id: way,
        cells: [words[way], asked, refused, servedAfterMs],
      })),
      notes: [
        ...leftOutFailed(failed),
        {
          ko: `check는 ${checkEveryMs} ms마다 보고 ${believedAfter}번 실패하면 믿어요. HAProxy의 기본은 2초마다, 3번이에요(설정 문서: inter, fall).`,
          en: `The check looks every ${checkEveryMs} ms and believes failure number ${believedAfter}. By default HAProxy looks every 2 s (manual: inter).`,
        },
        {
          ko: 'redispatch는 마지막 시도를 다른 서버로 보내요(설정 문서: option redispatch). nginx는 연결하지 못하면 다음 서버로 보내요(문서: proxy_next_upstream).',
          en: 'redispatch sends the last attempt to another server (manual: option redispatch). nginx goes on to the next one when it cannot connect (docs: proxy_next_upstream).',
        },
      ],
    },
  ],
};
