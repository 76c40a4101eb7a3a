import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type {
  Absence,
  AwayArm,
  PubsubData,
  SlowData,
  StreamArm,
  StreamFault,
} from '../../../labs/pubsub/data.ts';
import type { RunRecord } from '../../../src/core/record.ts';
import { countDelivery } from '../../../src/measure/delivery.ts';
import { lengthOf } from '../../../src/measure/id-runs.ts';
import { readTrace } from '../../../src/replay/read.ts';
import type { Findings } from '../../../src/report/findings.ts';
import { withCli } from '../../cli/run-cli.ts';
import { hangul, slip, textsIn } from '../../texts.ts';
import { toldMessages, tracedMessages } from '../trace-counts.ts';

/** One quick run on a real Redis, and everything that can be shown of it. */
let seen: Awaited<ReturnType<typeof runAndShow>>;
let record: RunRecord<PubsubData>;
let data: PubsubData;
let findings: Findings;

async function runAndShow() {
  return await withCli(async (cli) => {
    const ran = await cli.run(['pubsub', '--quick', '--json', '--seed', '11', '--predict', '1,2']);
    expect(ran.code, ran.stderr).toBe(0);
    const file = join(
      cli.stateFolder,
      'redis-lab',
      'runs',
      'pubsub',
      `${JSON.parse(ran.stdout).record.id}.json`,
    );
    const show = async (...args: string[]) => {
      const shown = await cli.run(['show', ...args]);
      expect(shown).toMatchObject({ code: 0, stderr: '' });
      return shown.stdout;
    };
    return {
      printed: ran.stdout,
      progress: ran.stderr,
      kept: await readFile(file, 'utf8'),
      trace: readTrace(await readFile(file.replace(/json$/, 'trace.jsonl'), 'utf8')),
      json: await show('last', '--json'),
      csv: { ko: await show('last', '--csv', '--lang', 'ko'), en: await show('--csv') },
      md: { ko: await show(file, '--md', '--lang', 'ko'), en: await show(file, '--md') },
      terminal: { ko: await show(file, '--lang', 'ko'), en: await show(file, '--lang', 'en') },
    };
  });
}

beforeAll(async () => {
  seen = await runAndShow();
  ({ record, findings } = JSON.parse(seen.printed));
  data = record.data as PubsubData;
});

const away = (absence: Absence) => data.away.find((arm) => arm.absence === absence) as AwayArm;
const stream = (fault: StreamFault) => data.streams.find((arm) => arm.fault === fault) as StreamArm;

describe('the document of --json', () => {
  it('holds the record that was kept and what was found, both languages', () => {
    expect(JSON.parse(seen.kept)).toEqual(record);
    expect(seen.json).toBe(seen.printed);
    expect(record).toMatchObject({
      lab: 'pubsub',
      outcome: 'completed',
      error: null,
      seed: 11,
      preset: 'quick',
    });
    expect(findings.checks.map(({ claim }) => claim)).toEqual(['C10', 'C11', 'C12']);
  });

  it('names the machine, the servers with their arguments and the time of every act', () => {
    expect(record.environment.cpu).not.toBe('');
    const redisServers = record.servers.filter(({ name }) => name === 'redis');
    expect(redisServers).toHaveLength(5); // The run's own, the slow subscriber's two, and the two that are killed.
    for (const { version, args } of redisServers) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(args).toContain('--port');
    }
    expect(redisServers.filter(({ args }) => args.includes('yes'))).toHaveLength(1); // appendonly
    expect(record.timings.acts.map(({ id }) => id)).toEqual([
      'channel',
      'fan-out',
      'away',
      'slow',
      'streams',
    ]);
    for (const { tookMs } of record.timings.acts) expect(tookMs).toBeGreaterThan(0);
  });
});

describe('the channel', () => {
  it('PUBLISH answers with two, one and no subscribers, and counts a pattern as another', () => {
    expect(data.channel.replies).toEqual({ two: 2, one: 1, none: 0 });
    expect(data.channel.pattern).toEqual({ reply: 2, copies: 2 });
  });

  it('a subscribed connection is refused GET in RESP2 and answered in RESP3', () => {
    expect(data.channel.getWhileSubscribed.resp2).toMatch(/^\(error\) ERR Can't execute 'get'/);
    expect(data.channel.getWhileSubscribed.resp3).toBe('(nil)');
  });
});

describe('the fan-out', () => {
  it('everything was delivered, in order, and each delivery was measured', () => {
    const { messages, rounds, subscribers } = record.params as Record<string, number> & {
      subscribers: number[];
    };
    const each = (listener: string, publisher: string) =>
      subscribers.map((count) => [listener, publisher, count]);
    expect(data['fan-out'].map((arm) => [arm.listener, arm.publisher, arm.subscribers])).toEqual([
      ...each('ioredis', 'awaits'),
      ...each('socket', 'awaits'),
      ...each('ioredis', 'pipelines'),
    ]);
    for (const arm of data['fan-out']) {
      const sent = Number(messages) * Number(rounds);
      expect(arm).toMatchObject({ deliveries: sent * arm.subscribers, missed: 0, reordered: 0 });
      expect(arm).not.toHaveProperty('failed');
      expect(arm.latency.count).toBe(arm.deliveries);
      expect(arm.latencyOfLast.count).toBe(sent);
      expect(arm.latencyOfLast.max).toBe(arm.latency.max);
      expect(arm.elapsedMs).toBeGreaterThan(0);
      expect(arm.lastUs).toHaveLength(Number(rounds));
    }
  });

  it('there is a reply to every message, and some come before anybody has it', () => {
    for (const { replies, latencyOfLast, subscribers } of data['fan-out']) {
      expect(replies?.messages).toBe(latencyOfLast.count);
      expect(replies?.beforeFirst).toBeLessThanOrEqual(replies?.beforeLast ?? 0);
      expect(replies?.beforeLast).toBeLessThanOrEqual(replies?.messages ?? 0);
      if (subscribers === 1) expect(replies?.beforeFirst).toBe(replies?.beforeLast);
    }
    expect(data['fan-out'].some(({ replies }) => (replies?.beforeFirst ?? 0) > 0)).toBe(true);
  });

  it('PUBLISH is a part of what the server spends, and both ends spend something', () => {
    for (const { cost } of data['fan-out']) {
      expect(cost?.clientUs).toBeGreaterThan(0);
      expect(cost?.publishUs).toBeGreaterThan(0);
      expect(cost?.serverUs).toBeGreaterThan(0);
    }
  });

  it('writes commands into the trace and no messages: it is timed', () => {
    const kinds = seen.trace.events.filter(({ act }) => act === 'fan-out').map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['command']));
  });
});

describe('away', () => {
  it('who stays loses nothing; who was away loses the gap, id by id', () => {
    expect(countDelivery(away('stays').history).lost.count).toBe(0);
    for (const absence of ['disconnects', 'cut', 'silent'] as const) {
      const { gap, history } = away(absence);
      const { lost, duplicated, reordered } = countDelivery(history);
      expect(lost, absence).toEqual({ count: lengthOf(gap), ids: gap });
      expect(lost.count, absence).toBeGreaterThan(0);
      expect([duplicated.count, reordered], absence).toEqual([0, 0]);
    }
  });

  it('a silence that heals loses nothing: it comes late', () => {
    const healed = away('silent-heals');
    expect(countDelivery(healed.history)).toMatchObject({ lost: { count: 0 }, duplicated: { count: 0 } });
    expect(healed.history.received).toEqual(healed.history.sent); // In order, too.
    expect(healed.repliesInGap).toBe(lengthOf(healed.gap));
    expect(healed.latestMs).toBeGreaterThan(240); // The silence itself, 250 ms; a busy machine only adds to it.
  });

  it('PUBLISH counts nobody while the subscriber is cut off, and everybody while the line is silently dead', () => {
    expect(away('cut').repliesInGap).toBe(0);
    expect(away('disconnects').repliesInGap).toBe(0);
    expect(away('silent').repliesInGap).toBe(lengthOf(away('silent').gap));
    expect(away('stays').repliesInGap).toBe(lengthOf(away('stays').gap));
  });
});

describe('the slow subscriber', () => {
  it('received less than PUBLISH counted, which is no more than was published', () => {
    const slow = data.slow as SlowData;
    const received = lengthOf(slow.received);
    expect(received).toBeGreaterThan(0);
    expect(received).toBeLessThan(slow.counted);
    expect(slow.counted).toBeLessThan(slow.published);
    expect(slow.outputBufferPeakBytes).toBeGreaterThan(0);
    expect(slow.serverLog).toMatch(/overcoming of output buffer limits/);
    // What arrived is the beginning of what was sent, without a hole.
    expect(slow.received).toEqual([[1, received]]);
    expect(slow.longestReplyMs).toBeGreaterThan(0);
  });

  it('with the default limit costs the cache beside it most of its keys', () => {
    const { eviction } = data.slow as SlowData;
    expect(eviction?.serverLog).toMatch(/overcoming of output buffer limits/);
    expect(eviction?.outputBufferPeakBytes).toBeGreaterThan(16 * 1024 * 1024);
    expect(eviction?.evicted).toBeGreaterThan(1_000);
    expect(eviction?.evicted).toBeLessThan(eviction?.keysBefore ?? 0);
  });
});

describe('streams', () => {
  it('the same cut loses nothing', () => {
    const { lost, reordered, unexpected } = countDelivery(stream('cut').history);
    expect([lost.count, reordered, unexpected.count]).toEqual([0, 0, 0]);
  });

  it('a consumer that dies before XACK brings duplicates and loses nothing', () => {
    const { lost, duplicated } = countDelivery(stream('dies').history);
    expect(lost.count).toBe(0);
    expect(duplicated.count).toBeGreaterThan(0);
  });

  it('XACK before the work loses the work of the one that died', () => {
    const { lost, duplicated } = countDelivery(stream('acked-early').history);
    expect([lost.ids, duplicated.count]).toEqual([[[1, 10]], 0]);
  });

  it('who claims too early has the work done twice, and nothing is lost', () => {
    const { lost, duplicated } = countDelivery(stream('claimed-early').history);
    expect([lost.count, duplicated.ids]).toEqual([0, [[1, 10]]]);
  });

  it('a stream that is trimmed meanwhile loses the oldest third of the absence, and says only that it lags', () => {
    const { gap, history, group } = stream('trimmed');
    const { lost, acknowledged, sent } = countDelivery(history);
    expect(acknowledged).toBe(sent);
    expect(lost).toEqual({ count: lengthOf(gap), ids: gap });
    expect(group).toEqual({ pending: 0, lag: lost.count });
  });

  it('whose reply is lost is stored all the same: the producer cannot know', () => {
    const { gap, history } = stream('reply-lost');
    expect(history.unknown).toEqual(gap);
    expect(countDelivery(history)).toMatchObject({
      lost: { count: 0 },
      duplicated: { count: 0 },
      recovered: { count: lengthOf(gap), ids: gap },
    });
  });

  it('a killed server has what its AOF had: nothing without one', () => {
    const bare = countDelivery(stream('killed-without-aof').history);
    const durable = countDelivery(stream('killed-with-aof').history);
    expect([bare.sent, bare.lost.count]).toEqual([record.params.sequence, record.params.sequence]);
    expect([durable.sent, durable.lost.count]).toEqual([record.params.sequence, 0]);
  });
});

describe('what is shown', () => {
  it('has every sentence in both languages, and no word of the other', () => {
    const texts = textsIn(findings);
    expect(texts.length).toBeGreaterThan(30);
    for (const [path, { ko, en }] of texts) {
      expect(en, path).not.toBe('');
      expect(en, path).not.toMatch(slip);
      expect(ko, path).not.toMatch(slip);
      expect(en, path).not.toMatch(hangul);
      // What reads the same in both is a name: p50.
      if (ko !== en) expect(ko, path).toMatch(hangul);
    }
    for (const { evidence } of findings.checks) {
      expect(evidence.headline.ko).not.toBe(evidence.headline.en);
      expect(evidence.headline.en).toMatch(/\d/);
    }
  });

  it('is complete in both languages', () => {
    for (const lang of ['ko', 'en'] as const) {
      for (const text of [seen.terminal[lang], seen.md[lang], seen.csv[lang]]) expect(text).not.toMatch(slip);
      // Markdown wraps nothing, so the sentences can be looked for as they are.
      const plain = seen.md[lang].replaceAll('\\', '');
      for (const { claim, evidence } of findings.checks) {
        expect(plain).toContain(claim);
        for (const text of [evidence.headline, ...evidence.points]) expect(plain).toContain(text[lang]);
      }
      expect(plain).toContain(findings.why[lang]);
      expect(plain).toContain(findings.caveat[lang]);
    }
    for (const text of [seen.terminal.en, seen.md.en, seen.csv.en]) expect(text).not.toMatch(hangul);
  });

  it('the CSV holds the unrounded figures of the record', () => {
    const { lost } = countDelivery(away('cut').history);
    for (const csv of [seen.csv.en, seen.csv.ko])
      expect(csv).toContain(`,away,delivery,cut,lost,messages,${lost.count}\r\n`);
    const rows = (csv: string) => csv.split('\r\n').length;
    expect(rows(seen.csv.ko)).toBe(rows(seen.csv.en));
  });

  it('the progress on stderr names every act', () => {
    for (const act of [1, 2, 3, 4, 5]) expect(seen.progress).toContain(`Act ${act} `);
  });
});

describe('the trace', () => {
  const traced = (act: string, arm?: string) => tracedMessages(seen.trace.events, act, arm);

  it('tells of every message what the figures say, arm by arm', () => {
    for (const { absence, history } of data.away)
      expect(traced('away', absence)).toEqual(toldMessages(history));
    for (const { fault, history } of data.streams)
      expect(traced('streams', fault)).toEqual(toldMessages(history));
  });

  it('counts as often delivered again what came again', () => {
    const again = seen.trace.events.filter((event) => event.kind === 'recv' && (event.n ?? 1) > 1);
    const duplicated = data.streams.map(({ history }) => countDelivery(history).duplicated.count);
    expect(again).toHaveLength(duplicated.reduce((sum, count) => sum + count, 0));
  });

  it('says of the reader that stopped what never came, and that the buffer was the reason', () => {
    const { published, received } = data.slow as SlowData;
    const lost = published - lengthOf(received);
    expect(traced('slow')).toEqual({
      sent: published,
      acknowledged: published,
      received: lengthOf(received),
      lost,
    });
    const drops = seen.trace.events.flatMap((event) =>
      event.kind === 'drop' && event.act === 'slow' ? event.why : [],
    );
    expect(new Set(drops)).toEqual(new Set(['buffer']));
    const never = (data.slow as SlowData).eviction?.published;
    expect(traced('slow', 'evicting')).toEqual({
      sent: never,
      acknowledged: never,
      received: 0,
      lost: never,
    });
    expect(seen.trace.header.left, 'it would fill the disk').toBeGreaterThan(0);
  });
});
