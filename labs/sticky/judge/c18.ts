import { formatFigure, judgeOf, ran, type Text } from '../../../src/kit/judge.ts';
import type { ModelData, StickyTried, WebSocketsData } from '../data.ts';
import { movedPercent, resultOf } from '../parts/figures.ts';
import type { params } from '../settings.ts';

/** Above this share of users on another server, "the same server" is not what happened. */
const sameServerPercent = 1;

const [hash, cookie, alb] = ['nginx-ip-hash', 'haproxy-cookie-insert', 'alb-duration-cookie'] as const;

interface Case {
  readonly scenario: string;
  readonly strategy: typeof hash | typeof alb;
  /** When it happens, and to whom. */
  readonly when: Text;
}

/** What happens every day; the first in which users move gives the headline. */
const cases: readonly Case[] = [
  {
    scenario: 'scale-out-3-4',
    strategy: hash,
    when: { ko: '서버를 3대에서 4대로 늘리면 ip_hash는', en: 'when 3 servers become 4, ip_hash' },
  },
  {
    scenario: 'scale-in-4-3',
    strategy: hash,
    when: { ko: '서버를 4대에서 3대로 줄이면 ip_hash는', en: 'when 4 servers become 3, ip_hash' },
  },
  {
    scenario: 'phones',
    strategy: hash,
    when: { ko: '휴대폰의 주소가 바뀌면 ip_hash는', en: 'when phones change address, ip_hash' },
  },
  {
    scenario: 'no-cookies',
    strategy: alb,
    when: {
      ko: '클라이언트가 쿠키를 저장하지 않으면 ALB는',
      en: 'when clients keep no cookies, an ALB',
    },
  },
  {
    scenario: 'steady',
    strategy: hash,
    when: { ko: '아무 일이 없어도 ip_hash는', en: 'even when nothing happens, ip_hash' },
  },
  {
    scenario: 'steady',
    strategy: alb,
    when: { ko: '아무 일이 없어도 ALB는', en: 'even when nothing happens, an ALB' },
  },
];

/** Below this a share of the users is chance. */
const fewestClients = 100;

/** Held if neither ip_hash nor the ALB's cookie sends a user elsewhere in what happens every day. */
export const sameServer = judgeOf<StickyTried, typeof params>()(['model'], 'refuted', (data) => {
  const { model } = data;
  const counterexample = cases.find(
    ({ scenario, strategy }) => moved(model, scenario, strategy) > sameServerPercent,
  );
  const enough = (model[0]?.clients ?? 0) >= fewestClients;
  const sockets = ran(data['web-sockets']);
  return {
    verdict: enough ? (counterexample ? 'refuted' : 'held') : 'inconclusive',
    evidence: {
      headline: !enough ? tooFew : counterexample ? movedHeadline(model, counterexample) : stayedHeadline,
      points: [
        ...(sockets ? measured(sockets) : [quietDay(model)]),
        ...cases.filter(({ strategy, scenario }) => strategy === hash && scenario !== 'steady').map(beside),
        crowds(model),
        withoutCookies(model),
        {
          ko: '측정이라고 적지 않은 수치는 모델의 것이에요. nginx와 HAProxy의 것은 --prove가 진짜와 비교하고, ALB의 것은 문서의 규칙뿐이에요.',
          en: 'What is not called measured is of the model: --prove compares it with nginx and HAProxy; of the ALB it knows the documentation only.',
        },
      ],
    },
  };

  /** The same case with a cookie in place of the address. */
  function beside({ scenario, when }: Case): Text {
    const [byHash, byCookie] = [moved(model, scenario, hash), moved(model, scenario, cookie)];
    return {
      ko: `${when.ko} ${byHash === 0 ? '아무도 옮기지 않고' : `${percent(byHash)}를 옮기고`}, HAProxy의 쿠키는 ${movesKo(byCookie)}.`,
      en: `${sentenceStart(when.en)} moves ${percent(byHash)} of the users, the cookie of HAProxy ${percent(byCookie)}.`,
    };
  }
});

const tooFew: Text = {
  ko: `클라이언트가 ${fewestClients}명보다 적어서 판단할 수 없어요.`,
  en: `Fewer than ${fewestClients} clients: too few to tell.`,
};

/** The same people twice, through the real nginx, with the list of servers as it was. */
function measured({ connections, returns }: WebSocketsData): Text[] {
  const away = returns.find(({ method }) => method === 'ip_hash')?.elsewhere;
  if (away === undefined) return [];
  const [all, some] = [connections, away].map((figure) => formatFigure(figure, 'count'));
  return [
    {
      ko: `측정: 서버와 주소가 그대로일 때 진짜 ip_hash로 재접속한 ${all}명 가운데 ${away === 0 ? '한 명도 다른 서버로 가지 않았어요' : `${some}명이 다른 서버로 갔어요`}.`,
      en: `Measured: with servers and addresses as they were, the real ip_hash sent ${some} of ${all} elsewhere on their return.`,
    },
  ];
}

const stayedHeadline: Text = {
  ko: `어느 경우에도 다른 서버로 간 사용자가 ${sameServerPercent}%를 넘지 않아요.`,
  en: `In none of the cases more than ${sameServerPercent}% of the users went to another server.`,
};

function movedHeadline(model: ModelData, { scenario, strategy, when }: Case): Text {
  const share = percent(moved(model, scenario, strategy));
  return {
    ko: `${when.ko} 사용자의 ${share}를 옮겨요(모델).`,
    en: `${sentenceStart(when.en)} moves ${share} of the users (model).`,
  };
}

function quietDay(model: ModelData): Text {
  const share = moved(model, 'steady', hash);
  return {
    ko: `아무 일도 없는 날에 ip_hash는 ${movesKo(share)}. 보는 것은 사용자가 아니라 주소예요.`,
    en: `On a quiet day ip_hash moves ${percent(share)} of the users; what it looks at is the address, not the user.`,
  };
}

function crowds(model: ModelData): Text {
  const times = (scenario: string) => formatFigure(resultOf(model, scenario, hash).maxOverMean ?? Number.NaN);
  const [network, nat] = [times('one-network'), times('nat')];
  return {
    ko: `ip_hash에서 가장 바쁜 서버는 /24 네트워크 하나가 오면 평균의 ${network}배, NAT 주소 하나를 쓰는 사무실이 오면 ${nat}배를 맡아요(서버 3대에서 3배는 전부예요).`,
    en: `With ip_hash a whole /24 leaves the busiest server with ${network} times the mean, an office behind one NAT address with ${nat} times (3 of three servers: all of it).`,
  };
}

function withoutCookies(model: ModelData): Text {
  const share = moved(model, 'no-cookies', alb);
  return {
    ko: `쿠키를 저장하지 않는 클라이언트가 오면 ALB의 쿠키는 ${movesKo(share)}(문서의 규칙).`,
    en: `The cookie of an ALB moves ${percent(share)} of the clients that do not keep it (documented rules).`,
  };
}

function moved(model: ModelData, scenario: string, strategy: string): number {
  return movedPercent(resultOf(model, scenario, strategy));
}

function percent(share: number): string {
  return formatFigure(share, 'percent');
}

function movesKo(share: number): string {
  return share === 0 ? '아무도 옮기지 않아요' : `${percent(share)}를 옮겨요`;
}

function sentenceStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
