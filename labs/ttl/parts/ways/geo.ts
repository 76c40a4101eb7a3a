// (b) A GEO set: Redis itself finds who is near. It is a sorted set inside, and its members have no TTL. Without help it
// remembers everybody for ever; with a second sorted set of last-seen times a worker can sweep out who is silent.
import type { Command } from '../commands.ts';
import { cityHall } from '../places.ts';
import { radiusKm, type Way, type WayRecipe } from './way.ts';

export const geo: WayRecipe = {
  id: 'geo',
  needs: 'GEOSEARCH',
  open(server) {
    const places = server.key('near:geo');
    return { id: 'geo', lastingKeys: [places], ...placesIn(places) };
  },
};

export const geoSwept: WayRecipe = {
  id: 'geo-swept',
  needs: 'GEOSEARCH',
  open(server, ttlMs) {
    const places = server.key('near:geo-swept');
    const lastSeen = server.key('near:last-seen');
    const { report, near } = placesIn(places);
    return {
      id: 'geo-swept',
      lastingKeys: [places, lastSeen],
      near,
      report: (phone, nowMs) => [...report(phone, nowMs), ['ZADD', lastSeen, Math.round(nowMs), phone.id]],
      // A phone that reports between these two steps would be swept out all the same, until its next report.
      // Where that matters, both steps go into one Lua script.
      async sweep(ask, nowMs) {
        const [silent] = (await ask([['ZRANGEBYSCORE', lastSeen, '-inf', Math.round(nowMs - ttlMs)]])) as [
          string[],
        ];
        if (silent.length === 0) return;
        await ask([
          ['ZREM', places, ...silent],
          ['ZREM', lastSeen, ...silent],
        ]);
      },
    };
  },
};

function placesIn(key: string): Pick<Way, 'report' | 'near'> {
  const { lng, lat } = cityHall;
  const search: Command = ['GEOSEARCH', key, 'FROMLONLAT', lng, lat, 'BYRADIUS', radiusKm, 'km'];
  return {
    report: ({ id, place }) => [['GEOADD', key, place.lng, place.lat, id]],
    async near(ask, friends) {
      const [found] = (await ask([search])) as [string[]];
      const members = new Set(found);
      return friends.filter((friend) => members.has(friend));
    },
  };
}
