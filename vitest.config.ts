import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/global-setup.ts',
    // Labs run real servers on a laptop: the deadline is for a hang, no test asserts a time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
