import { spawn } from 'node:child_process';
import { exitCodes, LabError } from '../core/errors.ts';
import { systemWords } from '../core/system-words.ts';
import { same, type Text } from '../core/text.ts';
import { catalogue } from '../course/catalogue.ts';
import { loadRecord } from '../course/load-record.ts';
import { monotonicClock } from '../measure/clock.ts';
import type { TerminalPage } from '../report/report.ts';
import { canAsk, type Io, pageOf } from '../terminal/io.ts';
import { askKey, enter } from '../terminal/keys.ts';
import { type Demo, openDemo } from '../web/demo.ts';
import { chooseLan, lanAddresses } from '../web/lan.ts';
import { livePage } from '../web/live-page.ts';
import type { LivePage } from '../web/protocol.ts';
import { qrText } from '../web/qr.ts';
import { openLaboratory } from './demo-lab.ts';

export interface DemoFlags {
  readonly port?: string;
  readonly open?: boolean;
  /** true without an address: the one by which others most likely come. */
  readonly lan?: string | true;
  readonly color: boolean;
}

/** `redis-lab demo`: the page on 127.0.0.1, until Ctrl-C, or until nobody has asked for anything for half an hour. */
export async function demo(io: Io, which: string | undefined, flags: DemoFlags): Promise<void> {
  const port = portOf(flags.port);
  const addresses = flags.lan === undefined ? [] : await lanAddresses();
  const lan = flags.lan === undefined ? null : chooseLan(flags.lan, addresses);
  const kept = which === undefined || isLab(which) ? null : await loadRecord(which);
  const open = kept ? { run: kept.record.id } : which === undefined ? undefined : { lab: which };
  const page = (live: LivePage['live']) => livePage({ live, lang: io.lang, ...(open && { open }) });
  const demo = await openDemo({
    laboratory: openLaboratory(io, kept && { run: kept.record.id, file: kept.file }),
    pages: { host: page('host'), voter: page('voter') },
    port,
    lan,
    nowMs: monotonicClock.nowMs,
  }).catch((error) => {
    throw cannotListen(port, error);
  });
  const over = new AbortController();
  try {
    await io.out(`${demo.newUrl()}\n`);
    io.err(`${howTo[io.lang]}\n`);
    if (lan !== null) inviteVoters(io, demo, addresses, pageOf(process.stderr, io.lang, flags));
    if (flags.open) openBrowser(io, demo.newUrl());
    const idle = demo.idle.then(() => io.err(`${nobodyAsks[io.lang]}\n`));
    await Promise.race([idle, untilStopped(io, demo, over.signal)]);
  } finally {
    over.abort();
    await demo.close();
  }
}

/** A new address at each Enter, where somebody can press it. */
async function untilStopped(io: Io, demo: Demo, over: AbortSignal): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    if (io.signal.aborted) resolve();
    io.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const signal = AbortSignal.any([io.signal, over]);
  while (canAsk() && !signal.aborted) {
    const key = await askKey(io, () => {}, [enter], signal).catch(() => null);
    if (key === enter) await io.out(`${demo.newUrl()}\n`);
  }
  await stopped;
}

const alone: Text = {
  ko: [
    '아직 아무도 못 들어왔어요. 흔한 이유부터 살펴보세요.',
    '  1. 휴대폰이 같은 Wi-Fi에 있나요? 게스트 Wi-Fi는 기기끼리 막아 두곤 해요.',
    '  2. 방화벽이 node의 연결을 물어봤다면 허용했나요?',
    '  3. 주소가 VPN이나 Docker의 것은 아닌가요? --lan 주소로 고를 수 있어요.',
    '  4. WSL2 안이라면 밖에서 들어올 수 없어요. Windows에서 실행해 보세요.',
    '  안 되면 휴대폰 없이, 화면에서 든 손을 세어 투표할 수 있어요.',
  ].join('\n'),
  en: [
    'Nobody has come in yet. The usual reasons, in order:',
    '  1. Are the phones in the same Wi-Fi? A guest network often keeps them apart.',
    '  2. Did a firewall ask about node, and was it allowed?',
    '  3. Is the address one of a VPN or of Docker? --lan ADDRESS takes another.',
    '  4. Inside WSL2 nobody comes in from outside: run it on Windows.',
    '  If it stays so, count raised hands on the screen: that needs no phones.',
  ].join('\n'),
};
const aloneAfterMs = 60_000;

/** A QR code, the address in words beside it, and what to look at where nobody comes. */
function inviteVoters(io: Io, demo: Demo, addresses: readonly string[], { color }: TerminalPage): void {
  // The light squares are drawn: they have to be lighter than the dark ones.
  const code = qrText(demo.voterUrl).trimEnd().split('\n');
  const drawn = code.map((line) => (color ? `\u001b[97;40m${line}\u001b[0m` : line)).join('\n');
  const others = addresses.filter((address) => !demo.voterUrl.includes(`//${address}:`));
  const more = { ko: '다른 주소는 --lan 뒤에', en: 'other addresses, after --lan' }[io.lang];
  io.err(`\n${drawn}\n${{ ko: '휴대폰', en: 'phones' }[io.lang]}: ${demo.voterUrl}\n`);
  if (others.length > 0) io.err(`${more}: ${others.join(', ')}\n`);
  const late = setTimeout(() => io.err(`\n${alone[io.lang]}\n`), aloneAfterMs);
  late.unref();
  void demo.firstPhone.then(() => clearTimeout(late));
}

function isLab(which: string): boolean {
  return catalogue.some(({ id }) => id === which);
}

const largestPort = 65_535;

/** @throws LabError (usage) */
function portOf(given: string | undefined): number {
  if (given === undefined) return 0;
  const port = /^\d{1,5}$/.test(given) ? Number(given) : Number.NaN;
  if (port <= largestPort) return port;
  throw new LabError(exitCodes.usage, {
    what: {
      ko: `--port 값이 올바르지 않아요: '${given}'`,
      en: `The value of --port does not fit: '${given}'.`,
    },
    why: {
      ko: `0에서 ${largestPort} 사이의 정수여야 해요.`,
      en: `It takes a whole number from 0 to ${largestPort}.`,
    },
    next: same('redis-lab demo'),
  });
}

function cannotListen(port: number, cause: unknown): LabError {
  const explanation = {
    what: {
      ko: `포트 ${port}에서 페이지를 열지 못했어요.`,
      en: `The page cannot be served on port ${port}.`,
    },
    why: systemWords(cause),
    next: same('redis-lab demo'),
  };
  return new LabError(exitCodes.runFailed, explanation, { cause });
}

/** What opens an address in the learner's browser, by system. */
const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

function openBrowser(io: Io, url: string): void {
  const [file, ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(file, [...args, url], { stdio: 'ignore', detached: true });
  const failed = () => io.err(`${noBrowser[io.lang]}\n`);
  child.on('error', failed);
  child.on('exit', (code) => code !== 0 && failed());
  child.unref();
}

const howTo: Text = {
  ko: [
    '이 주소를 브라우저에서 열어 주세요. 60초 안에 한 번만 열려요.',
    'Enter를 누르면 새 주소가 나오고, Ctrl-C를 누르면 끝나요.',
  ].join('\n'),
  en: [
    'Open this address in a browser: it opens once, within 60 seconds.',
    'Enter gives a new one, Ctrl-C ends the demo.',
  ].join('\n'),
};
const nobodyAsks: Text = {
  ko: '30분 동안 아무 요청이 없어서 끝내요.',
  en: 'Nobody has asked for anything for 30 minutes: the demo ends.',
};
const noBrowser: Text = {
  ko: '브라우저를 열지 못했어요. 주소를 직접 열어 주세요.',
  en: 'No browser could be opened; open the address yourself.',
};
