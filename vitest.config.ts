import { defineConfig } from 'vitest/config';

/**
 * These start no server and measure nothing, so they run side by side, one on each core; test/without-servers.ts holds
 * them to it. Every other file runs alone.
 */
const sideBySide = [
  'test/{docs,walls,without-servers}.test.ts',
  'test/cli/{help,show,usage}.test.ts',
  'test/{core,course,render,replay}/**/*.test.ts',
  'test/labs/**/{golden,interpret,properties,simulation}.test.ts',
  'test/break/{command-line,records}.test.ts',
  'test/measure/stats.test.ts',
];

// Labs run real servers on a laptop: the deadline is for a hang, no test asserts a time.
const deadlines = { testTimeout: 60_000, hookTimeout: 60_000 };

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
          name: 'alone',
          include: ['test/**/*.test.ts'],
          exclude: sideBySide,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
