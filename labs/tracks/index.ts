// What a study group does in an hour. A track is data: the acts of the labs in an order that tells one story.
import type { Track } from '../../src/kit/judge.ts';
import { brokers } from './brokers.ts';
import { chat } from './chat.ts';
import { nearby } from './nearby.ts';
import { storage } from './storage.ts';

export const tracks: readonly Track[] = [chat, nearby, brokers, storage];
