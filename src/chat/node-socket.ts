// What a client in Node is made with; a browser has its own.
import { randomInt } from 'node:crypto';
import WebSocket from 'ws';
import type { Socket } from './client.ts';

export const openNodeSocket = (url: string, protocols: string[]): Socket => new WebSocket(url, protocols);

const steps = 2 ** 32;

/** At least 0, below 1. */
export const chance = (): number => randomInt(steps) / steps;
