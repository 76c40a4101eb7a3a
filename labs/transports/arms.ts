// What the replay calls the ways that no table has a row for.
import { same, type Text } from '../../src/kit/run.ts';
import { placementWords, transportWords, tunnelWords } from './words.ts';

type Words = Readonly<Record<string, Text>>;

/** Each of these with each of those, by their ids. */
const each = (ones: Words, others: Words) =>
  Object.entries(ones).flatMap(([one, first]) =>
    Object.entries(others).map(([other, second]): [string, Text] => [
      `${one} ${other}`,
      { ko: `${first.ko}: ${second.ko}`, en: `${first.en}: ${second.en}` },
    ]),
  );

const faults = { pause: { ko: '멈춤', en: 'a pause' }, cut: { ko: '끊김', en: 'a cut' } };

export const arms: Words = {
  nginx: same('nginx'),
  ...placementWords,
  ...Object.fromEntries([...each(placementWords, transportWords), ...each(faults, tunnelWords)]),
};
