import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRun } from '../../src/course/kept-run.ts';
import { monotonicClock } from '../../src/measure/clock.ts';
import { createRandom } from '../../src/measure/random.ts';
import type { Demo } from '../../src/web/demo.ts';
import type { RoomForHost, RoomForVoter, ToVoter } from '../../src/web/protocol.ts';
import { eventually } from '../eventually.ts';
import { type HostTalk, hostOf, openTestDemo } from '../web/laboratory.ts';
import { cookieOf, type Talk, talk } from '../web/raw.ts';
import { endure } from './endure.ts';

describe('thirty phones that lose their connection', () => {
  let folder = '';
  let demo: Demo;
  let host: HostTalk;
  let cookie = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'redis-lab-test-'));
    process.env.XDG_STATE_HOME = folder;
    demo = await openTestDemo();
    host = await hostOf(demo);
    cookie = await cookieOf(demo.port, new URL(demo.voterUrl).pathname);
  });
  afterAll(async () => {
    await demo.close();
    await rm(folder, { recursive: true });
  });

  const random = createRandom(7);
  const roomNow = () => {
    const last = host.heard.findLast((text) => text.startsWith('{"kind":"group"')) ?? 'null';
    return JSON.parse(last) as RoomForHost | null;
  };
  const inPhase = (phase: RoomForHost['phase']) =>
    eventually(() => {
      expect(roomNow()?.phase).toBe(phase);
      return roomNow() as RoomForHost;
    });

  /** Whoever holds it wants one thing, and says so again until it is told that it counts. */
  class Phone {
    readonly id: string;
    readonly frames: string[] = [];
    want: string;
    mine: string | null = null;
    #address: string;
    #talk: Talk | null = null;

    constructor(index: number, want: string) {
      this.id = `phone-of-somebody-${index}`;
      this.#address = `127.0.2.${1 + (index % 6)}`;
      this.want = want;
    }

    async connect(): Promise<void> {
      const now = await talk(demo.port, '/vote', cookie, this.#address);
      this.#talk = now;
      now.socket.on('message', (data) => this.#hear(now, data.toString()));
      now.socket.on('close', (code) => code === 1013 && void this.connect());
      now.say({ verb: 'join', id: this.id });
    }

    #hear(from: Talk, text: string): void {
      if (from !== this.#talk) return; // As the page does: what an old socket still says is not heard.
      this.frames.push(text);
      const said = JSON.parse(text) as ToVoter;
      this.mine = said.kind === 'room' ? said.mine : null;
      if (said.kind !== 'room' || !said.phase.startsWith('vote') || said.mine === this.want) return;
      if (from.socket.readyState === from.socket.OPEN)
        from.say({ verb: 'vote', phaseId: said.phaseId, choice: this.want });
    }

    /** Without a word: as a phone does that is locked, or changes from Wi-Fi to mobile. */
    cut(): void {
      this.#talk?.socket.terminate();
    }

    leave(): void {
      this.#talk?.socket.close();
    }
  }

  async function shaken(phones: readonly Phone[], forMs: number, choices: readonly string[]): Promise<void> {
    const untilMs = monotonicClock.nowMs() + forMs;
    while (monotonicClock.nowMs() < untilMs) {
      const cut = phones.filter(() => random.next() < 0.5);
      for (const phone of cut) {
        phone.cut();
        if (choices.length > 0) phone.want = choices[random.int(choices.length)] as string;
      }
      await Promise.all(cut.map((phone) => phone.connect()));
      await wait(200);
    }
    await eventually(() => {
      const open = phones.filter(({ mine, want }) => mine !== want);
      expect(open.map(({ id, mine, want }) => ({ id, mine, want }))).toEqual([]);
    });
  }

  it(
    'lose no vote and cast none twice, and learn nothing before the reveal',
    async () => {
      host.say({ verb: 'group', lab: 'pubsub' });
      const lobby = await inPhase('lobby');
      host.say({ verb: 'next', phaseId: lobby.phaseId });
      const first = await inPhase('vote1');
      const choices = first.question?.choices.map(({ id }) => id) ?? [];
      const phones = Array.from(
        { length: 30 },
        (_, n) => new Phone(n, choices[n % choices.length] as string),
      );
      await Promise.all(phones.map((phone) => phone.connect()));
      await shaken(phones, 3_000 * endure, choices);
      await eventually(() => expect(roomNow()).toMatchObject({ people: 30, online: 30, voted: 30 }));
      const wanted = () => choices.map((id) => phones.filter(({ want }) => want === id).length);
      const firstWanted = wanted();

      host.say({ verb: 'next', phaseId: first.phaseId });
      const discuss = await inPhase('discuss');
      // Before they are asked: then each says so by itself.
      for (const phone of phones) phone.want = choices[0] as string;
      host.say({ verb: 'next', phaseId: discuss.phaseId });
      const second = await inPhase('vote2');
      await shaken(phones, 600, []);
      const unrevealed = [
        ...phones.flatMap(({ frames }) => frames),
        ...host.heard.filter((text) => text.includes('"group"')),
      ];
      host.say({ verb: 'next', phaseId: second.phaseId });

      const { reveal } = await inPhase('reveal');
      expect(reveal?.first).toEqual(firstWanted);
      expect(reveal?.second).toEqual(wanted());
      expect(reveal?.measured).toBeOneOf([null, ...choices]);
      await eventually(() =>
        expect(phones.every(({ frames }) => frames.at(-1)?.includes('"first":['))).toBe(true),
      );
      for (const frame of unrevealed) expect(frame).not.toMatch(/\[\d/);
      // Kept with the run, for its report; in nothing that was sent before the run was over.
      const counted = (votes: readonly number[]) =>
        Object.fromEntries(choices.map((id, index) => [id, votes[index]]));
      const { report } = await loadRun('last', 'redis-lab');
      const poll = { first: counted(firstWanted), second: counted(wanted()) };
      expect(report.record.votes).toEqual({ channel: poll });
      const over = host.heard.findIndex((text) => text.startsWith('{"kind":"ended"'));
      expect(over).toBeGreaterThan(0);
      for (const text of host.heard.slice(0, over)) expect(text).not.toContain('"votes":');
      for (const phone of phones) phone.leave();
    },
    60_000 + 5_000 * endure,
  );

  it('and none of them is a host (12)', async () => {
    for (const verb of [
      'catalogue',
      'stop',
      'next',
      'group',
      'open',
      'since',
      'start',
      'hands',
      'close-in',
      'scene',
      'poke',
      'predict',
    ]) {
      const phone = await talk(demo.port, '/vote', cookie);
      phone.say({ verb: 'join', id: 'somebody-who-is-bold' });
      const wish = { lab: 'pubsub', preset: 'quick', given: {}, acts: null, predictions: {} };
      phone.say({
        verb,
        lab: 'pubsub',
        run: 'last',
        after: 0,
        phaseId: 1,
        hands: [1],
        seconds: 5,
        wish,
        id: 'kill',
        rung: 0,
        choice: null,
      });
      expect(await phone.closed, verb).toBe(4503);
    }
  });

  it('a vote that was told to closes by itself, and every phone knows when', async () => {
    host.say({ verb: 'group', lab: 'pubsub' });
    const lobby = await inPhase('lobby');
    const phone = await talk(demo.port, '/vote', cookie);
    phone.say({ verb: 'join', id: 'somebody-who-is-late' });
    host.say({ verb: 'next', phaseId: lobby.phaseId });
    const { phaseId } = await inPhase('vote1');
    host.say({ verb: 'close-in', phaseId: phaseId - 1, seconds: 1 }); // That one is over.
    host.say({ verb: 'close-in', phaseId, seconds: 2 });
    await eventually(() => {
      const last = JSON.parse(phone.heard.at(-1) ?? '{}') as RoomForVoter;
      expect(last.endsInMs).toBeGreaterThan(0);
      expect(last.endsInMs).toBeLessThanOrEqual(2_000);
    });
    await inPhase('reveal');
    phone.say({ verb: 'vote', phaseId, choice: 'once' });
    await eventually(() => expect(JSON.parse(phone.heard.at(-1) ?? '{}')).toMatchObject({ mine: null }));
    phone.socket.close();
    for (const seconds of [0, -1, 601, 1.5, '30']) {
      const bad = await hostOf(demo);
      bad.say({ verb: 'close-in', phaseId, seconds } as never);
      expect(await bad.closed, String(seconds)).toBe(1008);
    }
  });

  it('a vote says how sure somebody is in one of three words, or says nothing of it', async () => {
    const phone = () => talk(demo.port, '/vote', cookie);
    for (const sure of [0, 4, '3', null, [3], { 3: 3 }]) {
      const bad = await phone();
      bad.say({ verb: 'join', id: 'somebody-who-is-sure' });
      bad.say({ verb: 'vote', phaseId: 1, choice: 'a', sure });
      expect(await bad.closed, String(sure)).toBe(1008);
    }
    const good = await phone();
    good.say({ verb: 'join', id: 'somebody-who-is-sure' });
    good.say({ verb: 'vote', phaseId: 1, choice: 'a', sure: 3 });
    await eventually(() => expect(good.heard.length).toBeGreaterThanOrEqual(2));
    for (const frame of good.heard) expect(frame).not.toContain('polled');
    good.socket.close();
  });

  it('the last socket of a person is the one that counts, and a name is words and nothing else (17)', async () => {
    const one = await talk(demo.port, '/vote', cookie);
    one.say({ verb: 'join', id: 'the-same-person-twice', name: '<img onerror=x>\u001b[2J\u202eevil' });
    await eventually(() => expect(one.heard).toHaveLength(1));
    const other = await talk(demo.port, '/vote', cookie);
    other.say({ verb: 'join', id: 'the-same-person-twice' });
    expect(await one.closed).toBe(4001);
    other.socket.close();
    for (const id of ['', 'short', 'x'.repeat(65), '../../etc/passwd/..', '<script>aaaaaaaaaaaa', 5]) {
      const bad = await talk(demo.port, '/vote', cookie);
      bad.say({ verb: 'join', id });
      expect([1008, 4503], String(id)).toContain(await bad.closed);
    }
  });
});
