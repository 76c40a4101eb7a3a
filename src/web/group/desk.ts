// The room of this demo: phones join and vote, the host leads on, and the run between vote and reveal is a real one.
import type { Text } from '../../core/text.ts';
import type { Votes } from '../../course/vote.ts';
import type { HostDesk } from '../host-desk.ts';
import type { Laboratory, Ran } from '../laboratory.ts';
import type { LabCard, NoRoom, ToVoter, VoterVerb } from '../protocol.ts';
import { closeCodes, type Peer } from '../server/sockets.ts';
import {
  type Asked,
  advanced,
  closing,
  handsRaised,
  joined,
  left,
  type Measured,
  openRoom,
  pollOf,
  type Room,
  roomForHost,
  roomForVoter,
  voted,
} from './room.ts';

export interface GroupDesk {
  /** Resolves when somebody has come in. */
  readonly firstPhone: Promise<void>;
  hear(peer: Peer, verb: VoterVerb): void;
  left(peer: Peer): void;
  /** A page of the host came in, or came back. */
  greet(peer: Peer): void;
  /** A room for the questions of this lab. @throws LabError (usage) where there is no such lab */
  open(lab: string): Promise<void>;
  next(phaseId: number): Promise<void>;
  hands(phaseId: number, hands: Votes): void;
  /** As if the host had pressed the key then. */
  closeIn(phaseId: number, seconds: number): void;
}

/** @param nowMs of a clock that never goes back */
export function openGroupDesk(host: HostDesk, laboratory: Laboratory, nowMs: () => number): GroupDesk {
  const phones = new Map<Peer, string>();
  const names = new Map<string, string | null>();
  let room: Room | null = null;
  let closes: NodeJS.Timeout | undefined;
  let cameIn = () => {};
  const firstPhone = new Promise<void>((resolve) => {
    cameIn = resolve;
  });

  const viewFor = (id: string): ToVoter => (room ? roomForVoter(room, id, nowMs()) : noRoom);
  const tellPhone = (peer: Peer, id: string) => peer.send(JSON.stringify(viewFor(id)));

  function change(next: Room): void {
    if (next === room) return;
    const isNewPhase = next.phaseId !== room?.phaseId || next.lab !== room.lab;
    const isNews = isNewPhase || next.endsAtMs !== room?.endsAtMs;
    if (isNewPhase) clearTimeout(closes);
    room = next;
    host.tell(roomForHost(room, nowMs()));
    // A vote is nobody else's news.
    if (isNews) for (const [peer, id] of phones) tellPhone(peer, id);
  }

  async function run(phaseId: number): Promise<void> {
    const now = room as Room;
    const asked = now.asked[now.step] as Asked;
    const wish = { lab: now.lab, preset: 'quick', given: {}, acts: [asked.act], predictions: {} } as const;
    const poll = pollOf(now);
    const started = await host.start(wish, poll && { [asked.act]: poll });
    const measured = started && measuredBy(await started.ended, asked);
    if (measured && room) change(advanced(room, phaseId, measured, nowMs()));
  }

  async function goOn(phaseId: number): Promise<void> {
    if (!room || room.phaseId !== phaseId) return;
    if (room.phase !== 'run') change(advanced(room, phaseId, null, nowMs()));
    if (room.phase === 'run' && !host.isBusy) await run(room.phaseId);
  }

  return {
    firstPhone,
    hear(peer, verb) {
      if (verb.verb === 'join') {
        cameIn();
        const { id, name } = verb;
        for (const [other, owner] of phones) if (owner === id) other.close(closeCodes.replaced);
        phones.set(peer, id);
        names.set(id, name ?? names.get(id) ?? null);
        if (room) change(joined(room, id, names.get(id) ?? null));
        return tellPhone(peer, id);
      }
      const id = phones.get(peer);
      if (id === undefined || !room) return;
      change(voted(room, id, verb.phaseId, verb.choice, verb.sure ?? null));
      tellPhone(peer, id); // What counts now, also where it came too late.
    },
    left(peer) {
      const id = phones.get(peer);
      phones.delete(peer);
      const isBack = [...phones.values()].some((other) => other === id);
      if (id !== undefined && room && !isBack) change(left(room, id));
    },
    greet(peer) {
      if (room) peer.send(JSON.stringify(roomForHost(room, nowMs())));
    },
    async open(id) {
      const card = (await laboratory.labs()).find((lab) => lab.id === id);
      if (!card) return;
      let next = openRoom(id, askedIn(card));
      for (const voter of phones.values()) next = joined(next, voter, names.get(voter) ?? null);
      change(room ? { ...next, phaseId: room.phaseId + 1 } : next);
    },
    next: goOn,
    closeIn(phaseId, seconds) {
      if (!room) return;
      const next = closing(room, phaseId, nowMs() + seconds * 1_000);
      if (next === room) return;
      clearTimeout(closes);
      // What a run has to say the room is shown; where none can start the host's key is still there.
      closes = setTimeout(() => void goOn(phaseId).catch(() => {}), seconds * 1_000).unref();
      change(next);
    },
    hands(phaseId, hands) {
      if (room) change(handsRaised(room, phaseId, hands));
    },
  };
}

const noRoom: NoRoom = { kind: 'no-room' };

function askedIn({ acts }: LabCard): Asked[] {
  return acts.flatMap(({ id, title, question }) => (question ? [{ act: id, title, question }] : []));
}

/** Null where the run did not come to its end: the host may start it again. */
function measuredBy({ data }: Ran, { act, question }: Asked): Measured | null {
  const findings = data?.report.findings;
  const found = findings?.acts.find(({ id }) => id === act);
  if (!findings || !found) return null;
  const { measured = null, off = null } = found.prediction ?? {};
  const choice = question.choices.find(({ label }) => label.en === measured?.en)?.id ?? null;
  return { choice, headline: found.headline ?? found.skipped ?? nothing, why: off ?? findings.why };
}

const nothing: Text = { ko: '측정한 것이 없어요.', en: 'Nothing was measured.' };
