import { defineConfig } from 'vitest/config';

/**
 * These start nothing and measure nothing, so they run side by side, one on each core; test/starts-nothing.ts holds
 * them to it. Every other file runs alone: it may run servers, or measure.
 */
const sideBySide = [
  'test/{walls,starts-nothing}.test.ts',
  'test/{core,course,render,replay}/**/*.test.ts',
  'test/labs/**/{golden,interpret,properties,simulation}.test.ts',
  'test/break/records.test.ts',
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
          setupFiles: 'test/starts-nothing.ts',
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
