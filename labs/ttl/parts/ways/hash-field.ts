// (c) One hash for all, and a TTL on each field: Redis 7.4 and Valkey 9 can do that.
// https://redis.io/docs/latest/commands/hpexpire/
import { readPlace, showPlace } from '../places.ts';
import { isNear, type WayRecipe } from './way.ts';

export const hashField: WayRecipe = {
  id: 'hash-field',
  needs: 'HPEXPIRE',
  open(server, ttlMs) {
    const key = server.key('near:hash-field');
    return {
      id: 'hash-field',
      lastingKeys: [key],
      report: ({ id, place }) => [
        ['HSET', key, id, showPlace(place)],
        ['HPEXPIRE', key, Math.round(ttlMs), 'FIELDS', 1, id],
      ],
      async near(ask, friends) {
        const [values] = (await ask([['HMGET', key, ...friends]])) as [(string | null)[]];
        return friends.filter((_, index) => {
          const value = values[index];
          return typeof value === 'string' && isNear(readPlace(value));
        });
      },
    };
  },
};
