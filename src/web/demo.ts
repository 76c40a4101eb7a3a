import { openGroupDesk } from './group/desk.ts';
import { openHostDesk } from './host-desk.ts';
import type { Laboratory } from './laboratory.ts';
import type { HostVerb } from './protocol.ts';
import { qrPath } from './qr.ts';
import { readHostVerb, readVoterVerb } from './read-verb.ts';
import { openSceneDesk } from './scene-desk.ts';
import { type DemoServerOptions, openDemoServer } from './server/demo-server.ts';
import { closeCodes, type Peer } from './server/sockets.ts';

export type DemoOptions = Omit<DemoServerOptions, 'isBusy'> & { readonly laboratory: Laboratory };

export interface Demo {
  readonly port: number;
  /** Opens the host's page, once, within a minute. */
  newUrl(): string;
  /** Where phones come in. */
  readonly voterUrl: string;
  /** Resolves when the first phone has come in. */
  readonly firstPhone: Promise<void>;
  /** Resolves when nobody has asked for anything for half an hour. */
  readonly idle: Promise<void>;
  close(): Promise<void>;
}

/** The server of the page, with a laboratory behind it. */
export async function openDemo({ laboratory, ...options }: DemoOptions): Promise<Demo> {
  const desk = openHostDesk({ laboratory, offer: (json) => server.offer(json), entrance });
  const scenes = openSceneDesk(desk, laboratory);
  const group = openGroupDesk(desk, laboratory, options.nowMs);
  const server = await openDemoServer(
    { ...options, isBusy: () => desk.isBusy },
    {
      message(peer, said) {
        const host = readHostVerb(said);
        const voter = readVoterVerb(said);
        if (peer.role === 'host' && host)
          hearHost(peer, host).catch((error) => desk.refuse(peer, host, error));
        else if (peer.role === 'voter' && voter) group.hear(peer, voter);
        else peer.close(peer.role === 'voter' && host ? closeCodes.wrongRole : closeCodes.policy);
      },
      closed(peer) {
        desk.left(peer);
        group.left(peer);
      },
    },
  );
  const voterUrl = `http://${options.lan ?? '127.0.0.1'}:${server.port}/${server.credentials.letters}`;

  function entrance() {
    const { letters } = server.credentials;
    return options.lan === null
      ? { url: null, letters, qr: null }
      : { url: voterUrl, letters, qr: qrPath(voterUrl) };
  }

  async function hearHost(peer: Peer, verb: HostVerb): Promise<void> {
    switch (verb.verb) {
      case 'scene':
        return await scenes.open(verb.lab);
      case 'poke':
        return await scenes.poke(verb.id);
      case 'predict':
        return scenes.predict(verb.rung, verb.choice);
      case 'group':
        return await group.open(verb.lab);
      case 'next':
        return await group.next(verb.phaseId);
      case 'close-in':
        return group.closeIn(verb.phaseId, verb.seconds);
      case 'hands':
        return group.hands(verb.phaseId, verb.hands);
      default:
        await desk.hear(peer, verb);
        if (verb.verb !== 'join') return;
        scenes.greet(peer);
        group.greet(peer);
    }
  }

  return {
    port: server.port,
    voterUrl,
    firstPhone: group.firstPhone,
    idle: server.idle,
    newUrl: () => `http://127.0.0.1:${server.port}/?code=${server.credentials.newCode()}`,
    async close() {
      await server.close();
      await desk.close();
    },
  };
}
