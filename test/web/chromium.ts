import type { Program } from '../../src/core/service.ts';

/** The browser that the page is tried in, and a font with Hangul. No lab needs it: `npm run setup` gets it for the tests. */
export const chromium: Program = {
  name: 'chromium',
  binaries: ['chromium', 'chromium-browser', 'google-chrome'],
  versionArgs: ['--version'],
  packages: {
    apt: 'chromium fonts-noto-cjk',
    dnf: 'chromium google-noto-sans-cjk-fonts',
    pacman: 'chromium noto-fonts-cjk',
    apk: 'chromium font-noto-cjk',
    brew: 'chromium',
  },
};
