// Where the friends of Ana are: each goes round her at a distance of their own. A second here is ten minutes there.
import { type Place, stepFrom } from '../parts/places.ts';
import type { Friend } from './ladder.ts';

const middle: Place = { lat: 37.5665, lon: 126.978 };
const stepM = 300;
const rideM = 700;
const farthestM = 11_000;
const distancesM: Readonly<Record<Friend, number>> = { bo: 2_500, chloe: 4_500, dan: 6_500, emma: 3_500 };

export interface Walk {
  readonly middle: Place;
  placeOf(who: Friend): Place;
  ride(who: Friend, way: 'out' | 'back'): void;
  step(): void;
}

export function openWalk(): Walk {
  const names = Object.keys(distancesM) as Friend[];
  const people = new Map(
    names.map((who, at) => [who, { distanceM: distancesM[who], angle: at * 1.7, wantedM: distancesM[who] }]),
  );
  return {
    middle,
    placeOf(who) {
      const { distanceM = 0, angle = 0 } = people.get(who) ?? {};
      return stepFrom(middle, distanceM, angle);
    },
    ride(who, way) {
      const person = people.get(who);
      if (person) person.wantedM = way === 'out' ? farthestM : distancesM[who];
    },
    step() {
      for (const person of people.values()) {
        const { distanceM, wantedM } = person;
        person.angle += stepM / distanceM;
        person.distanceM += Math.max(-rideM, Math.min(rideM, wantedM - distanceM));
      }
    },
  };
}
