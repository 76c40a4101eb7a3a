import { defineConfig } from 'vitest/config';

/** These start no server and measure nothing: one on each core, and test/without-servers.ts holds them to it. */
const sideBySide = [
  'test/{docs,walls,without-servers}.test.ts',
  'test/cli/{help,show,usage}.test.ts',
  'test/{bench,core,course,render,replay,web/page}/**/*.test.ts',
  'test/labs/**/{golden,interpret,properties,simulation}.test.ts',
  'test/labs/nearby/{edges,location-server,one-sided,planted}.test.ts',
  'test/labs/{nearby/parts,pool-bench/older,pool-bench/turnstile}.test.ts',
  'test/labs/sticky/{constants,cookies,recorded,remap}.test.ts',
  'test/labs/{delivery/decide,transports/frame,transports/turning-point,ttl/settings}.test.ts',
  'test/web/{lan,live-state,room}.test.ts',
  'test/break/{command-line,records}.test.ts',
  'test/measure/!(clock|load).test.ts',
];

/** These start servers and look at what is said, kept and left behind, not at figures, and wait much of the time: three at a time. */
const inThrees = [
  'test/{chat,fifth-lab,services,web}/**/*.test.ts',
  'test/package.test.ts',
  'test/break/{client-kills,extremes,kills,permissions,phones,traces}.test.ts',
  'test/cli/**/!(verify).test.ts',
  'test/labs/*.test.ts',
  'test/labs/*/{bad-input,file-limit,learners-redis,missing,refused}.test.ts',
  'test/labs/{chat,delivery}/planted.test.ts',
  'test/labs/{nearby/redis-memory,pool-bench/resp,pubsub/cut-off,pubsub/drained}.test.ts',
  'test/labs/{sticky/prove,transports/buffering}.test.ts',
  'test/labs/ttl/{clock,parts,redis-facts}.test.ts',
];

/** These play a scene, and wait for it most of the time: several at once. */
const scenes = ['test/labs/*/live.test.ts'];

// Labs run real servers on a laptop: the deadline is for a hang, no test asserts a time.
const deadlines = { testTimeout: 60_000, hookTimeout: 60_000 };

// What measures, and what nobody has put into another group, runs alone.
export default defineConfig({
  test: {
    globalSetup: 'test/global-setup.ts',
    projects: [
      {
        test: {
          ...deadlines,
          name: 'side by side',
          include: sideBySide,
          setupFiles: 'test/without-servers.ts',
          maxWorkers: '100%',
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...deadlines,
          name: 'in threes',
          include: inThrees,
          exclude: sideBySide,
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...deadlines,
          name: 'scenes',
          include: scenes,
          maxWorkers: 4,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          ...deadlines,
          name: 'alone',
          include: ['test/**/*.test.ts'],
          exclude: [...sideBySide, ...inThrees, ...scenes],
          maxWorkers: 1,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
