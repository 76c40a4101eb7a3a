// What the replay calls each system under each fault.
import type { Text } from '../../src/kit/run.ts';
import type { Fault, SystemId } from './data.ts';
import { cellWords, faultWords, systemWords } from './words.ts';

const systems = Object.keys(systemWords) as SystemId[];
const faults = Object.keys(faultWords) as Fault[];

export const arms: Readonly<Record<string, Text>> = Object.fromEntries(
  systems.flatMap((system) =>
    faults.map((fault): [string, Text] => [`${system} ${fault}`, cellWords({ system, fault })]),
  ),
);
