// A bus that tells of everything that goes over it: for two friends, and for worlds small enough to look at.
import type { LabContext } from '../../../src/kit/run.ts';
import type { Bus } from './bus.ts';

type Note = (happening: Parameters<LabContext<never, never>['note']>[0]) => void;
type OnLine = (direction: 'sends' | 'receives', line: string) => void;

/** @param onLine what the server says to Redis and hears from it, in words */
export function notedBus(bus: Bus, server: number, note: Note, onLine: OnLine = () => {}): Bus {
  const actor = `server-${server + 1}`;
  return {
    subscribe(channels) {
      onLine('sends', `SUBSCRIBE ${channels.join(' ')}`);
      return bus.subscribe(channels);
    },
    unsubscribe(channels) {
      onLine('sends', `UNSUBSCRIBE ${channels.join(' ')}`);
      return bus.unsubscribe(channels);
    },
    publish(channel, text) {
      onLine('sends', `PUBLISH ${channel} '${short(text)}'`);
      note({ kind: 'send', msg: messageOf(channel, text), from: actor, to: 'redis', on: channel });
      bus.publish(channel, text);
    },
    onMessage(listener) {
      bus.onMessage((channel, text) => {
        onLine('receives', `${channel} '${short(text)}'`);
        const msg = messageOf(channel, text);
        note({ kind: 'recv', msg, from: 'redis', to: actor, on: channel, via: msg });
        listener(channel, text);
      });
    },
  };
}

/** `place:1#2`: the second report of the second person. */
function messageOf(channel: string, text: string): string {
  const { n } = JSON.parse(text) as { n?: number };
  return n === undefined ? `${channel} ${text}` : `${channel}#${n}`;
}

/** Where exactly does not matter here. */
function short(text: string): string {
  const { lat, lon, server, session, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify(rest);
}
