// What stands below the verdict: it speaks only of acts that ran.
import { formatFigure, ran, type Text } from '../../../src/kit/judge.ts';
import type { TtlTried } from '../data.ts';
import { crowdOf } from '../judge/largest-crowd.ts';
import { staleShareOf } from '../judge/stale-share.ts';

export function why({ silence, lag }: TtlTried): Text {
  return ran(silence) || ran(lag)
    ? {
        ko: 'Redis는 키마다 타이머를 두지 않고 언제 끝나는지만 적어 두어요(문서: EXPIRE). 읽기는 그 시각을 먼저 보지만, 아무도 읽지 않는 키는 순찰(active expire cycle)이 만나야 지워지고 이벤트도 그때 나가요.',
        en: 'Redis has no timer per key, it only notes when each one ends (docs: EXPIRE). A read looks at that time first; a key that nobody reads goes when the patrol (the active expire cycle) comes across it, and only then the event is sent.',
      }
    : {
        ko: 'TTL은 키에 붙어요(문서: EXPIRE). SET이나 GEO의 멤버는 키가 아니어서, 지켜보는 동안 저절로 빠지지 않았어요.',
        en: 'A TTL belongs to a key (docs: EXPIRE). A member of a SET or of GEO is no key: while we watched, none left by itself.',
      };
}

export function caveat({ silence, 'four-ways': fourWays, ghosts }: TtlTried): Text {
  return ran(silence) || ran(fourWays) || ran(ghosts)
    ? {
        ko: '앱의 시간은 빠르게 돌렸고, Redis가 스스로 하는 일은 그대로예요. 모두 한 컴퓨터에 있고, 복제본과 클러스터는 재지 않았어요.',
        en: 'The apps run in sped-up time, what Redis does by itself does not. All on one machine; replicas and clusters were not measured.',
      }
    : {
        ko: '모두 한 컴퓨터에 있고, 복제본과 클러스터는 재지 않았어요.',
        en: 'All on one machine; replicas and clusters were not measured.',
      };
}

/** The ghost friend of the chat app, in the reader's own figures. */
export function discuss({ lag, 'four-ways': fourWays }: TtlTried): Text | null {
  const alone = ran(fourWays)?.ways.find(({ way }) => way === 'geo');
  const share = alone?.missingCommand === null ? staleShareOf(alone) : null;
  if (share) {
    const percent = formatFigure(share, 'percent');
    return {
      ko: `GEO만 썼더니 "가까운 친구" 응답의 ${percent}가 이미 떠난 사람이었어요. 택시 기사를 부르는 화면이었다면 어느 방법을 고르겠어요?`,
      en: `With GEO alone ${percent} of the "friends nearby" had already left. Were they taxi drivers to be called, which way would you choose?`,
    };
  }
  const crowd = ran(lag) && crowdOf(ran(lag) ?? []);
  if (!crowd?.notYet) return null;
  const notYet = formatFigure((100 * crowd.notYet) / (crowd.lag.count + crowd.notYet), 'percent');
  return {
    ko: `오지 않은 이벤트가 ${notYet}였어요. "접속 종료" 알림을 expired로 보내는 앱이라면 누가 먼저 알아챌까요?`,
    en: `${notYet} of the events had not come. Were they how your app says "gone offline", who would notice first?`,
  };
}
