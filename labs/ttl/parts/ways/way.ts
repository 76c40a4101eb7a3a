// What every way of knowing who is active has in common.

import type { RedisServer } from '../../../../src/kit/run.ts';
import type { WayId } from '../../data.ts';
import type { Command } from '../commands.ts';
import { cityHall, distanceKm, type Place } from '../places.ts';

export interface Phone {
  readonly id: string;
  readonly place: Place;
}

/** Sends commands and answers their replies; the lab counts them on the way. */
export type Ask = (commands: readonly Command[]) => Promise<unknown[]>;

/** One way to answer "which of my friends are near, and still about?" `nowMs` is the server's clock. */
export interface Way {
  readonly id: WayId;
  /** Keys that have no TTL of their own and so would stay for ever. */
  readonly lastingKeys: readonly string[];
  /** A phone tells where it is. */
  report(phone: Phone, nowMs: number): Command[];
  near(ask: Ask, friends: readonly string[], nowMs: number): Promise<string[]>;
  /** What a worker has to do again and again, where the data does not go by itself. */
  sweep?(ask: Ask, nowMs: number): Promise<void>;
}

/** What a way is made of; `needs` is the newest command that it uses. */
export interface WayRecipe {
  readonly id: WayId;
  readonly needs: string;
  open(server: RedisServer, ttlMs: number): Way;
}

/** Who asks stands before the city hall and looks this far. */
export const radiusKm = 5;

export function isNear(place: Place): boolean {
  return distanceKm(cityHall, place) <= radiusKm;
}
