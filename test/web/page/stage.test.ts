import { describe, expect, it } from 'vitest';
import type { Happening, TraceEvent } from '../../../src/core/trace.ts';
import { clockAt } from '../../../src/web/page/player.ts';
import { diagramOf, knownBy, pageAt } from '../../../src/web/page/scene/diagram-shapes.ts';
import { drawStage, fullLimits } from '../../../src/web/page/scene/draw-stage.ts';
import { watchFrames } from '../../../src/web/page/scene/frame-watch.ts';
import { around, type Rect, touches } from '../../../src/web/page/scene/free-place.ts';
import type { Paint } from '../../../src/web/page/scene/glyphs.ts';
import { layoutOf, pointOn } from '../../../src/web/page/scene/layout.ts';
import { axisOf, openScene, speedFor } from '../../../src/web/page/scene/scene.ts';
import { tracksOf } from '../../../src/web/page/scene/tracks.ts';
import { traceOf } from '../../replay/trace-of.ts';

type Way = readonly [from: string, to: string];

/** Sent at 0, all of them; received at 100, or given up then. */
function sceneOf(sends: readonly Way[], end: 'recv' | 'drop', first = 0) {
  const happened = (kind: 'send' | 'recv' | 'drop', atUs: number, seq: number) =>
    sends.map(([from, to], msg) => {
      const why = kind === 'drop' ? { why: 'lost' } : {};
      return { kind, msg: `${msg}`, from, to, atUs, seq: seq + msg, act: 'a', ...why } as TraceEvent;
    });
  const events = [...happened('send', 0, 0), ...happened(end, 100, sends.length).slice(first)];
  return openScene(traceOf(events, 100), { act: 'a', arm: null });
}

/** One message a second, each so long on its way. */
function going(count: number, tookUs: number) {
  const events = Array.from({ length: count }, (_, at) => {
    const way = { msg: `${at}`, from: 'a', to: 'b', act: 'a' } as const;
    const sentUs = tookUs < 1e3 ? at : at * 1e6;
    return [
      { kind: 'send', atUs: sentUs, seq: 2 * at, ...way },
      { kind: 'recv', atUs: sentUs + tookUs, seq: 2 * at + 1, ...way },
    ] as TraceEvent[];
  }).flat();
  return openScene(
    traceOf(
      events.sort((a, b) => a.atUs - b.atUs),
      count * 1e6,
    ),
    { act: 'a', arm: null },
  );
}

const paint: Paint = { ink: '', line: '', lost: '', surface: '', hues: ['#00f'], font: 'x' };

const sizeOf = (text: unknown) => ({ width: 7 * String(text).length, height: 12 });

/** What is written and how many shapes are drawn on a stage at a moment, and where the words stand. */
function drawnAt(scene: ReturnType<typeof sceneOf>, us: number, width: number) {
  const seen = { texts: [] as string[], shapes: 0 };
  const words: Rect[] = [];
  const context = new Proxy({} as Record<string, unknown>, {
    get(own, name: string) {
      if (name in own) return own[name];
      return (...args: unknown[]) => {
        if (name === 'fillText') {
          seen.texts.push(String(args[0]));
          words.push({ x: Number(args[1]), y: Number(args[2]), ...sizeOf(args[0]) });
        }
        if (name === 'arc') seen.shapes += 1;
        return sizeOf(args[0]);
      };
    },
  });
  const tracks = tracksOf(scene, layoutOf(scene, width));
  const moment = { scene, tracks, us, lit: null, limits: fullLimits };
  drawStage(context as unknown as CanvasRenderingContext2D, moment, paint, 'en');
  const crosses = tracks.all.map(({ link }) => around(pointOn(link, link.stop)));
  return { seen, words, boxes: tracks.boxes, crosses };
}

const drawn = (scene: ReturnType<typeof sceneOf>, us: number) => drawnAt(scene, us, 1_000).seen;

const many = (count: number): Way[] => Array.from({ length: count }, () => ['a', 'b']);

describe('the stage', () => {
  it('draws each message up to forty on a link, and beyond that one glyph with the exact count', () => {
    expect(drawn(sceneOf(many(40), 'recv'), 50)).toEqual({ texts: [], shapes: 40 });
    expect(drawn(sceneOf(many(41), 'recv'), 50)).toEqual({ texts: ['41'], shapes: 0 });
    expect(drawn(sceneOf([...many(41), ['b', 'a']], 'recv'), 50)).toEqual({ texts: ['41'], shapes: 1 });
  });

  it('lets a lost message wait half-way, and then says how many were lost there, and why', () => {
    const scene = sceneOf(many(3), 'drop');
    expect(drawn(scene, 1).texts).toEqual([]);
    expect(drawn(scene, 50).texts).toEqual(['3 …']);
    expect(drawn(scene, 100)).toEqual({ texts: ['3 lost'], shapes: 0 });
  });

  it('says how many wait on the way that they wait on', () => {
    const ways: Way[] = [1, 2, 3].map((reader) => ['redis', `reader-${reader}`]);
    const { words, crosses } = drawnAt(sceneOf(ways, 'drop'), 50, 1_000);
    expect(words.map(({ x }) => Math.round(x))).toEqual(crosses.map(({ x }) => Math.round(x)));
    for (const [at, { y }] of words.entries()) expect(Math.abs(y - (crosses[at]?.y ?? 0))).toBeLessThan(3);
  });

  it('never says that one is lost of which the trace knows nothing more', () => {
    expect(drawn(sceneOf(many(3), 'recv', 2), 100).texts).toEqual(['2 …']);
  });
});

it('the diagram crosses as many as are counted, at any moment', () => {
  const scene = sceneOf(many(5), 'drop', 2);
  const { lines } = diagramOf(scene, 0, 100, 1_000);
  for (const us of [0, 50, 99, 100]) {
    const kinds = lines.map((line) => knownBy(line, us, false).kind);
    expect(kinds.filter((kind) => kind === 'dropped')).toHaveLength(
      scene.replay.stateAt(us).counts.get('drop') ?? 0,
    );
  }
  expect(lines.map((line) => knownBy(line, 0, true).kind)).toContain('dropped');
});

it.each([304, 1_090])('what is lost on ways side by side is readable at %d pixels', (width) => {
  const ways = ['pubsub', 'list', 'stream'].flatMap((way): Way[] => [
    ['producer', way],
    [way, 'consumer'],
  ]);
  const scene = sceneOf([...ways, ...ways], 'drop');
  for (const us of [50, 100]) {
    const { words, boxes, crosses } = drawnAt(scene, us, width);
    expect(words).toHaveLength(6);
    const others = [...words, ...boxes, ...(us < 100 ? [] : crosses)];
    for (const word of words)
      expect(others.filter((other) => other !== word && touches(word, other))).toEqual([]);
  }
});

describe('the layout', () => {
  const crowd = Array.from({ length: 50 }, (_, at): Way => [`sender-${at}`, 'redis']);
  const ring: Way[] = Array.from({ length: 30 }, (_, at) => [`n${at}`, `n${(at + 1) % 30}`]);
  const each: Way[] = ring.flatMap(([from]) => ring.map(([to]): Way => [from, to]));
  it.each([
    ['a crowd', crowd],
    ['a ring', ring],
    ['each to each', each],
  ])('has a box for everybody of %s, none over another, none beyond the edge', (_, ways) => {
    for (const width of [300, 540, 1_100]) {
      const scene = sceneOf(ways, 'recv');
      const { boxes, boxOf, height } = layoutOf(scene, width);
      for (const actor of scene.actors) expect(boxOf(actor)?.actors).toContain(actor);
      for (const [at, box] of boxes.entries()) {
        expect(Math.abs(box.x - width / 2) + box.width / 2).toBeLessThanOrEqual(width / 2 + 1);
        expect(Math.abs(box.y - height / 2) + box.height / 2).toBeLessThanOrEqual(height / 2 + 1);
        for (const other of boxes.slice(at + 1)) {
          const apart = Math.abs(box.x - other.x) >= box.width || Math.abs(box.y - other.y) >= box.height;
          expect(apart, `${box.actors} and ${other.actors} at ${width}`).toBe(true);
        }
      }
    }
  });

  it('goes from who sends to who receives', () => {
    const { boxOf } = layoutOf(
      sceneOf(
        [
          ['queue', 'worker'],
          ['shop', 'queue'],
          ['worker', 'queue'],
        ],
        'recv',
      ),
      1_000,
    );
    const [shop, queue, worker] = ['shop', 'queue', 'worker'].map((actor) => boxOf(actor)?.x ?? 0);
    expect(shop).toBeLessThan(queue ?? 0);
    expect(queue).toBeLessThan(worker ?? 0);
  });

  it('has who is only told commands in no way of a message', () => {
    const webs = ['web-1', 'web-2', 'web-3', 'web-4'];
    const happened: Happening[] = [
      ...webs.map((from): Happening => ({ kind: 'command', from, to: 'redis', command: 'GET top' })),
      ...webs.map((from): Happening => ({ kind: 'send', msg: from, from, to: 'postgres' })),
      ...webs.map((from): Happening => ({ kind: 'recv', msg: from, from, to: 'postgres' })),
    ];
    const events = happened.map((one, seq): TraceEvent => ({ atUs: seq, seq, act: 'a', ...one }));
    const scene = openScene(traceOf(events, 99), { act: 'a', arm: null });
    for (const width of [340, 1_000]) {
      const layout = layoutOf(scene, width);
      const redis = layout.boxOf('redis');
      const links = webs.map((web) => layout.linkOf(web, 'postgres'));
      const ways = links.flatMap((link) =>
        link ? Array.from({ length: 101 }, (_, at) => pointOn(link, at / 100)) : [],
      );
      expect(ways).toHaveLength(404);
      const inside = ways.filter(
        ({ x, y }) =>
          redis && Math.abs(x - redis.x) < redis.width / 2 && Math.abs(y - redis.y) < redis.height / 2,
      );
      expect(inside).toEqual([]);
    }
  });

  it('has many who only look on behind the others, and a few beside the way', () => {
    const behind = (count: number): boolean[] => {
      const others = Array.from({ length: count }, (_, at) => `other-${at}`);
      const happened: Happening[] = [
        { kind: 'send', msg: '1', from: 'a', to: 'b' },
        ...others.map((actor): Happening => ({ kind: 'state', actor, state: 'dead' })),
      ];
      const events = happened.map((one, seq): TraceEvent => ({ atUs: seq, seq, act: 'a', ...one }));
      const { boxOf } = layoutOf(openScene(traceOf(events, 9), { act: 'a', arm: null }), 1_000);
      return others.map((other) => (boxOf(other)?.x ?? 0) > (boxOf('b')?.x ?? 0));
    };
    expect(new Set(behind(4))).toEqual(new Set([false]));
    expect(new Set(behind(7))).toEqual(new Set([true]));
  });

  it('takes a message by way of whoever acknowledged it, and one that is lost stops behind that', () => {
    const hop = { msg: '1', from: 'publisher', to: 'subscriber' };
    const place = (seq: number) => ({ atUs: seq, seq, act: 'a' });
    const events: TraceEvent[] = [
      { ...place(0), kind: 'send', ...hop },
      { ...place(1), kind: 'ack', ...hop, to: 'redis' },
      { ...place(2), kind: 'drop', why: 'lost', ...hop },
    ];
    const scene = openScene(traceOf(events, 2), { act: 'a', arm: null });
    const layout = layoutOf(scene, 1_000);
    const { link } = tracksOf(scene, layout).trackOf(events[0] as TraceEvent) ?? {};
    const redis = layout.boxOf('redis');
    if (!link || !redis) throw new Error('it goes nowhere');
    expect(pointOn(link, 0.5)).toEqual({ x: redis.x, y: redis.y });
    expect(pointOn(link, link.stop).x).toBeGreaterThan(redis.x + redis.width / 2);
  });

  describe('what a dead or a paused Redis did not take stops in front of it', () => {
    const to = ['subscriber-1', 'subscriber-2'];
    const way = (msg: string, to: string) => ({ msg, from: 'publisher', to });
    const happened: Happening[] = [
      ...to.map((one): Happening => ({ kind: 'send', ...way('1', one) })),
      { kind: 'ack', ...way('1', 'redis') },
      ...to.map((one): Happening => ({ kind: 'recv', ...way('1', one) })),
      ...to.map((one): Happening => ({ kind: 'send', ...way('2', one) })),
      { kind: 'ack', ...way('2', 'redis') },
      ...to.map((one): Happening => ({ kind: 'drop', why: 'lost', ...way('2', one) })),
      ...to.map((one): Happening => ({ kind: 'send', ...way('3', one) })),
      ...to.map((one): Happening => ({ kind: 'drop', why: 'refused', ...way('3', one) })),
      ...to.map((one): Happening => ({ kind: 'send', ...way('4', one) })),
      { kind: 'mark', id: 'end', text: { ko: '', en: '' } },
    ];
    const atUs = (seq: number) => (seq < happened.length - 1 ? 100 * seq : 10_000);
    const events = happened.map((one, seq): TraceEvent => ({ atUs: atUs(seq), seq, act: 'a', ...one }));
    const scene = openScene(traceOf(events, 10_000), { act: 'a', arm: null });

    it('on the stage, with one count for both ways', () => {
      const { seen, words, boxes } = drawnAt(scene, 10_000, 1_000);
      expect([...seen.texts].sort()).toEqual(['1 lost', '1 lost', '2 refused', '2 …']);
      const redis = boxes.find(({ actors }) => actors.includes('redis'));
      for (const [text, isBehind] of [
        ['1 lost', true],
        ['2 refused', false],
      ] as const)
        expect((words[seen.texts.indexOf(text)]?.x ?? 0) > (redis?.x ?? 0), text).toBe(isBehind);
    });

    it('and in the diagram', () => {
      const { lines, lanes } = diagramOf(scene, 0, 100, 1_000);
      const redis = lanes.find(({ actor }) => actor === 'redis')?.y ?? 0;
      const isBehind = (msg: string) =>
        lines.flatMap(({ kind, event, y2 }) => {
          const { [event]: sent } = events;
          return kind !== 'ack' && sent?.kind === 'send' && sent.msg === msg ? [y2 > redis] : [];
        });
      expect(['2', '3', '4'].map(isBehind)).toEqual([
        [true, true],
        [false, false],
        [false, false],
      ]);
    });
  });
});

it('a message takes about as long on the screen, whatever it took', () => {
  const scene = sceneOf(many(3), 'recv');
  expect(speedFor(scene)).toBe(0.001);
  const slow = going(10, 6e5);
  expect(speedFor(slow)).toBe(1);
});

it('what is short is slowed down until it can be watched', () => {
  const short = going(2, 6e5);
  expect(speedFor(short)).toBe(0.5);
  const longer = going(6, 6e5);
  const speed = speedFor(longer);
  expect(clockAt(axisOf([longer]), speed).totalUs / speed).toBeGreaterThanOrEqual(6e6);
  // All of it within a millisecond, and nothing on its way.
  expect(speedFor(going(1_000, 1))).toBe(0.001);
});

it('the last page of the diagram draws what is given up there from its sending, and who was cut off meanwhile', () => {
  const messages = Array.from({ length: 40 }, (_, at) => ({ msg: `${at}`, from: 'a', to: 'b', act: 'a' }));
  const events = [
    ...messages.map((way, at) => ({ kind: 'send', atUs: at * 1e3, ...way })),
    { kind: 'state', actor: 'b', state: 'cut', atUs: 40_000, act: 'a' },
    ...Array.from({ length: 20 }, (_, at) => ({
      ...{ kind: 'command', from: 'a', to: 'b', command: 'PING', act: 'a', atUs: 50_000 + at },
    })),
    ...messages.map((way, at) => ({ kind: 'drop', why: 'lost', sentUs: at * 1e3, atUs: 90_000, ...way })),
  ].map((event, seq) => ({ ...event, seq }) as TraceEvent);
  const scene = openScene(traceOf(events, 90_000), { act: 'a', arm: null });
  const first = pageAt(events.length, events.length, 60);
  expect(first).toBe(events.length - 60);
  const { lines, earlier, marks } = diagramOf(scene, first, 60, 1_000);
  const lost = lines.filter(({ kind }) => kind === 'dropped');
  expect([lost.length, earlier, marks.length]).toEqual([40, 40, 1]);
  expect(new Set(lost.map(({ x1 }) => x1)).size).toBe(40);
  expect(pageAt(1, events.length, 60)).toBe(0);
  expect(pageAt(61, 1_000, 60)).toBe(60);
});

it('a stage draws less only where drawing is what takes long', () => {
  const slowAfter = (everyMs: number, drawingMs: number) => {
    let slow = 0;
    const watch = watchFrames(() => {
      slow += 1;
    });
    for (let frame = 0; frame < 31; frame += 1) watch.drawn(frame * everyMs, frame * everyMs + drawingMs);
    return slow;
  };
  expect([slowAfter(16.7, 3), slowAfter(33, 1), slowAfter(33, 20)]).toEqual([0, 0, 1]);
});
