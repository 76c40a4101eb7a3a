// The people, drawn from the seed: where they are, who falls silent, whose friends are asked for.
import { createRandom } from '../../../src/kit/run.ts';
import { cityHall, distanceKm, somewhere } from './places.ts';
import { isNear, type Phone, radiusKm } from './ways/way.ts';

export interface Neighbourhood {
  readonly phones: readonly Phone[];
  /** Those who fall silent, and when: from 0, at once, to 1, at the end of the time in which people leave. */
  readonly silent: ReadonlyMap<string, number>;
  readonly questions: readonly Question[];
}

/** "Which of these friends are near?", and the right answer for as long as the silent are not counted. */
export interface Question {
  readonly friends: readonly string[];
  readonly near: readonly string[];
}

const friendsPerUser = 100;
const differentQuestions = 50;
const silentShare = 1 / 3;
/** Nobody stands on the edge of the circle: GEO rounds a place to less than a metre, and that must not decide. */
const edgeKm = 0.05;

export function openNeighbourhood(users: number, seed: number): Neighbourhood {
  const random = createRandom(seed).fork('neighbourhood');
  const place = () => {
    for (;;) {
      const drawn = somewhere(random);
      if (Math.abs(distanceKm(cityHall, drawn) - radiusKm) > edgeKm) return drawn;
    }
  };
  const phones = Array.from(
    { length: users },
    (_, index): Phone => ({ id: `u${index + 1}`, place: place() }),
  );
  const leaving = random.shuffle(phones).slice(0, Math.round(users * silentShare));
  const silent = new Map(leaving.map(({ id }, index) => [id, index / leaving.length]));
  const questions = Array.from({ length: differentQuestions }, (): Question => {
    const friends = random.shuffle(phones).slice(0, friendsPerUser);
    const living = friends.filter((friend) => isNear(friend.place) && !silent.has(friend.id));
    return { friends: friends.map(({ id }) => id), near: living.map(({ id }) => id) };
  });
  return { phones, silent, questions };
}

export function drawPhones(count: number, seed: number): Phone[] {
  const random = createRandom(seed).fork('phones');
  const place = () => {
    for (;;) {
      const drawn = somewhere(random);
      if (Math.abs(distanceKm(cityHall, drawn) - radiusKm) > edgeKm) return drawn;
    }
  };
  return Array.from({ length: count }, (_, index) => ({ id: `u${index + 1}`, place: place() }));
}
