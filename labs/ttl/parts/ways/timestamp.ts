// (d) The value says when it was written, and the reader leaves out what is too old. Nothing ever goes by itself, and
// writer and reader must agree on the time: here both use the server's clock.
import { readPlace, showPlace } from '../places.ts';
import { isNear, type WayRecipe } from './way.ts';

export const timestamp: WayRecipe = {
  id: 'timestamp',
  needs: 'HMGET',
  open(server, ttlMs) {
    const key = server.key('near:timestamp');
    return {
      id: 'timestamp',
      lastingKeys: [key],
      report: ({ id, place }, nowMs) => [['HSET', key, id, `${showPlace(place)},${Math.round(nowMs)}`]],
      async near(ask, friends, nowMs) {
        const [values] = (await ask([['HMGET', key, ...friends]])) as [(string | null)[]];
        return friends.filter((_, index) => {
          const value = values[index];
          if (typeof value !== 'string') return false;
          const writtenMs = Number(value.split(',')[2]);
          return nowMs - writtenMs < ttlMs && isNear(readPlace(value));
        });
      },
    };
  },
};
