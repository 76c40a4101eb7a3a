// What the phone of Ana shows, told to the trace: each look at it says of every friend where they are on the map.
import type { ToPhone } from '../parts/location-server.ts';
import { metresBetween, offsetFrom, type Place, radiusM } from '../parts/places.ts';
import type { NearbyContext } from '../settings.ts';
import { type Friend, friends } from './ladder.ts';

export interface Screen {
  hear(message: ToPhone): void;
  /** @param truth where somebody is; null for who is not there */
  look(middle: Place, truth: (who: Friend) => Place | null): void;
  clear(): void;
}

export function openScreen(note: NearbyContext['note'], nameOf: (user: number) => Friend): Screen {
  const shown = new Map<Friend, Place>();
  return {
    hear(message) {
      if (message.type === 'friends') {
        for (const position of message.friends) shown.set(nameOf(position.user), position);
        return;
      }
      if (message.type === 'left') {
        const who = nameOf(message.user);
        shown.delete(who);
        note({
          kind: 'mark',
          id: `left:${who}`,
          text: { ko: `화면에서 사라짐: ${who}`, en: `${who} leaves the screen` },
        });
        return;
      }
      const { user, n } = message.friend;
      const who = nameOf(user);
      shown.set(who, message.friend);
      const hop = { msg: `${who}#${n}`, from: 'server-1', to: 'ana', via: `place:${user}#${n}` };
      note({ kind: 'send', ...hop });
      note({ kind: 'recv', ...hop });
    },
    look(middle, truth) {
      for (const who of friends) {
        const [onScreen, there] = [shown.get(who), truth(who)];
        const place = onScreen ?? there;
        if (!place) continue;
        const isNear = metresBetween(middle, place) <= radiusM;
        const seen = !onScreen ? 'unseen' : !there ? 'gone' : isNear ? 'near' : 'far';
        note({ kind: 'place', map: 'ana', who, ...offsetFrom(middle, place), seen });
      }
    },
    clear: () => shown.clear(),
  };
}
