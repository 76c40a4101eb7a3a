import type { BenchRow } from './row.ts';

/** `npm run bench` runs all, `npm run bench -- start pubsub` these. */
const benches: Readonly<Record<string, () => Promise<BenchRow[]>>> = {
  start: async () => (await import('./start.ts')).benchStart(),
  pubsub: async () => (await import('./pubsub.ts')).benchPubsub(),
  'record-sample': async () => (await import('./record-sample.ts')).benchRecordSample(),
  pool: async () => (await import('./pool.ts')).benchPool(),
  sticky: async () => (await import('./sticky.ts')).benchSticky(),
  chat: async () => (await import('./chat/index.ts')).benchChat(),
  'chat-idle': async () => (await import('./chat/index.ts')).benchChatIdle(),
  'chat-recovery': async () => (await import('./chat/index.ts')).benchChatRecovery(),
  nearby: async () => (await import('./nearby.ts')).benchNearby(),
  kv: async () => (await import('./kv/index.ts')).benchKv(),
  brokers: async () => (await import('./brokers/index.ts')).benchBrokers(),
  trace: async () => (await import('./trace.ts')).benchTrace(),
  web: async () => (await import('./web.ts')).benchWeb(),
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`no bench named ${unknown.join(', ')}; there are: ${Object.keys(benches).join(', ')}`);
  process.exitCode = 2;
} else {
  for (const name of wanted.length > 0 ? wanted : Object.keys(benches)) {
    for (const row of (await benches[name]?.()) ?? []) {
      const target = row.target === undefined ? '' : `   (wanted: ${row.target})`;
      console.log(`${row.name}\n  ${row.ours} against ${row.peer}: ${row.ratio.toFixed(2)} x${target}`);
      for (const note of row.notes ?? []) console.log(`  ${note}`);
    }
  }
}

// kafkajs leaves timers behind on connections that were cut; what is to be said has been.
setTimeout(() => process.exit(), 1_000).unref();
