// (a) A key per user, and Redis forgets it. The reader does nothing special: what is over is not there.
import { readPlace, showPlace } from '../places.ts';
import { isNear, type WayRecipe } from './way.ts';

export const keyPerUser: WayRecipe = {
  id: 'key-per-user',
  needs: 'MGET',
  open(server, ttlMs) {
    const keys = new Map<string, string>();
    const keyOf = (id: string) => {
      const key = keys.get(id) ?? server.key(`near:loc:${id}`);
      keys.set(id, key);
      return key;
    };
    return {
      id: 'key-per-user',
      lastingKeys: [],
      report: ({ id, place }) => [['SET', keyOf(id), showPlace(place), 'PX', Math.round(ttlMs)]],
      async near(ask, friends) {
        const [values] = (await ask([['MGET', ...friends.map(keyOf)]])) as [(string | null)[]];
        return friends.filter((_, index) => {
          const value = values[index];
          return typeof value === 'string' && isNear(readPlace(value));
        });
      },
    };
  },
};
