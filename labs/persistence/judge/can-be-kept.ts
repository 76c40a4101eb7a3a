// C02: without persistence a power cut takes everything, and there is a setting with which it takes nothing. In between
// lies what people get wrong: a crash of the process and a loss of power do not take the same.
import {
  differenceOf,
  formatQuantity,
  judgeOf,
  ran,
  ratioText,
  type Text,
  type Verdict,
} from '../../../src/kit/judge.ts';
import type { EndedArm, EndedData, PersistenceTried, PriceData, Setting } from '../data.ts';
import { callersOf, priceOf, ratioOf } from '../parts/compare.ts';
import { armOf, lostOf, shareLost } from '../parts/lost.ts';
import type { params } from '../settings.ts';
import { lostText } from '../words.ts';

export const canBeKept = judgeOf<PersistenceTried, typeof params>()(['kill', 'power-cut'], 'held', (data) => {
  const cut = data['power-cut'];
  const [none, always] = [outcomeOf(cut, 'none'), outcomeOf(cut, 'aof-always')];
  const priced = ran(data.price);
  return {
    verdict: verdictOf(cut),
    evidence: {
      headline: {
        ko: `정전(흉내) 뒤에 저장 안 함은 ${none.ko}. AOF always는 ${always.ko}.`,
        en: `Power cut (simulated): without persistence ${none.en}, with AOF always ${always.en}.`,
      },
      points: [...everySecond(cut), ...twoEnds(data.kill, cut), ...(priced ? priceTold(priced) : [])],
    },
  };
});

function verdictOf(cut: EndedData): Verdict {
  const [none, always] = [shareLost(armOf(cut, 'none')), shareLost(armOf(cut, 'aof-always'))];
  if (none === null || always === null) return 'inconclusive';
  // A server that keeps nothing and has everything afterwards was not cut off at all.
  if (none !== 'all') return 'inconclusive';
  return always === 'none' ? 'held' : 'refuted';
}

function outcomeOf(data: EndedData, setting: Setting): Text {
  const arm = armOf(data, setting);
  return arm ? lostText(lostOf(arm), arm.acked) : { ko: '재지 못했어요', en: 'not measured' };
}

function everySecond(cut: EndedData): Text[] {
  const arm = armOf(cut, 'aof-everysec');
  if (!arm) return [];
  const lost = lostText(lostOf(arm), arm.acked);
  if (arm.oldestLostMs === null)
    return [{ ko: `AOF everysec: ${lost.ko}.`, en: `AOF everysec: ${lost.en}.` }];
  const age = formatQuantity(arm.oldestLostMs, 'ms');
  return [
    {
      ko: `AOF everysec: ${lost.ko}. 가장 오래된 것은 ${age} 전에 OK를 받은 쓰기였어요.`,
      en: `AOF everysec: ${lost.en}; the oldest had got its OK ${age} before.`,
    },
  ];
}

/** The same setting, killed and cut off. */
function twoEnds(kill: EndedData, cut: EndedData): Text[] {
  const [killed, powerless] = [outcomeOf(kill, 'aof-no'), outcomeOf(cut, 'aof-no')];
  const slow = armOf(kill, 'aof-everysec-slow');
  return [
    {
      ko: `AOF no: kill -9에는 ${killed.ko}. 정전에는 ${powerless.ko}.`,
      en: `AOF no: on kill -9 ${killed.en}, in the power cut ${powerless.en}.`,
    },
    slow ? whileSyncing(kill, slow) : byDefault(kill),
  ];
}

/** Redis itself had not handed them to the kernel yet. */
function whileSyncing(kill: EndedData, slow: EndedArm): Text {
  const [usual, held] = [outcomeOf(kill, 'aof-everysec'), lostText(lostOf(slow), slow.acked)];
  return {
    ko: `AOF everysec, kill -9: ${usual.ko}. 느린 fsync가 도는 중이었으면 ${held.ko}.`,
    en: `AOF everysec, kill -9: ${usual.en}; while a slow fsync was under way ${held.en}.`,
  };
}

function byDefault(kill: EndedData): Text {
  const told = outcomeOf(kill, 'rdb');
  return { ko: `RDB 기본 설정: kill -9에 ${told.ko}.`, en: `RDB by default: on kill -9 ${told.en}.` };
}

function priceTold(data: PriceData): Text[] {
  const [callers = 1] = callersOf(data);
  const ratio = ratioOf(priceOf(data, 'aof-always', callers), priceOf(data, 'none', callers));
  if (!ratio) return [];
  const cost = ratioText(ratio);
  if (differenceOf(ratio) === 'inconclusive')
    return [
      {
        ko: `AOF always의 처리량이 저장하지 않을 때와 다른지 이 실행으로는 알 수 없어요(호출자 ${callers}명, ${cost.ko}).`,
        en: `Whether AOF always does less than no persistence this run cannot tell (callers: ${callers}; ${cost.en}).`,
      },
    ];
  return [
    {
      ko: `비용: 호출자 ${callers}명, AOF always의 처리량은 저장하지 않을 때와 비교해 ${cost.ko}.`,
      en: `Its price: with ${callers} caller${callers === 1 ? '' : 's'} AOF always does ${cost.en} of what no persistence does.`,
    },
  ];
}
