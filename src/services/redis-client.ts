import { isUtf8 } from 'node:buffer';
import type { Redis } from 'ioredis';
import type { LabEvent } from '../core/events.ts';
import { connectionError } from './connection-error.ts';
import { turnedAway, wasCut } from './redis-turned-away.ts';
import { type RedisAddress, tlsOptions } from './redis-url.ts';

export type { Redis };

export interface ConnectOptions {
  /** Another way to the same server: the fault proxy. */
  readonly through?: { readonly host: string; readonly port: number };
  /** 3 is ioredis' own default since version 6. */
  readonly protocol?: 2 | 3;
  /** Comes back by itself after a cut, every `reconnectDelayMs`; without it a lost connection stays lost. */
  readonly reconnect?: boolean;
  /** For a connection whose commands the lab emits itself, with their replies. */
  readonly untraced?: boolean;
}

const reconnectDelayMs = 20;
const connectWithinMs = 3_000;
/** Of a server at its limit the places go and come, and a look at it takes one as well. */
const attempts = 5;

/**
 * A ready ioredis client, named on the server (CLIENT LIST shows it).
 * It never re-sends a command whose answer was lost: that would make duplicates of its own.
 * @throws LabError that says why the server cannot be used
 */
export async function connectRedis(
  address: RedisAddress,
  name: string,
  options: ConnectOptions,
  emitCommand: ((event: LabEvent) => void) | null,
): Promise<Redis> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await logIn(address, name, options, emitCommand);
    } catch (error) {
      const said = await turnedAway(address, error);
      // It ended the connection and has nothing to say to who asks: it was full, and is not any more.
      if (said === null && attempt < attempts && wasCut(error) && !options.through) continue;
      throw connectionError(address, said ?? error);
    }
  }
}

/** @throws what the client or the server said first */
async function logIn(
  address: RedisAddress,
  name: string,
  options: ConnectOptions,
  emitCommand: ((event: LabEvent) => void) | null,
): Promise<Redis> {
  const { Redis } = await import('ioredis');
  const { host, port, tls, ca: _, ...login } = address;
  const client = new Redis({
    ...login,
    host: options.through?.host ?? host,
    port: options.through?.port ?? port,
    ...(tls ? { tls: tlsOptions(address) } : {}),
    protocol: options.protocol ?? 3,
    connectionName: name,
    lazyConnect: true,
    connectTimeout: 2 * connectWithinMs, // Never reached: our own deadline below also covers login and PING.
    enableReadyCheck: false,
    disableClientInfo: true, // CLIENT SETINFO tells the server the library's name: nobody here needs it.
    // Disconnecting what has already ended starts this timer, and nothing clears it: at the default of 2 s it holds the process.
    disconnectTimeout: 100,
    // A command whose answer was lost fails at once: its fate is unknown, and only the lab may repeat it.
    // (autoResendUnfulfilledCommands: false alone would leave its promise open for ever.)
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    retryStrategy: () => (options.reconnect ? reconnectDelayMs : null),
  });
  if (emitCommand) traceCommands(client, name, emitCommand);
  let firstError: unknown; // The cause; what follows is the connection's end.
  client.on('error', (error) => {
    firstError ??= error; // Without a listener ioredis writes to the console.
  });
  const late = setTimeout(() => {
    firstError ??= new Error('no answer');
    client.disconnect();
  }, connectWithinMs);
  try {
    await client.connect();
    await client.ping();
    // ioredis goes on in database 0 when SELECT was refused, and only says so in an event.
    if (firstError) throw firstError;
    return client;
  } catch (error) {
    client.disconnect();
    throw firstError ?? error;
  } finally {
    clearTimeout(late);
  }
}

/** Emits each command as it is sent, in the form redis-cli takes. Passwords are left out. */
function traceCommands(client: Redis, connection: string, emit: (event: LabEvent) => void): void {
  const send = client.sendCommand.bind(client);
  client.sendCommand = (command, stream) => {
    const args = command.args.flat().map((arg) => (Buffer.isBuffer(arg) ? arg : String(arg)));
    emit({ kind: 'command', connection, command: cliForm([command.name.toUpperCase(), ...args]) });
    return send(command, stream);
  };
}

/** Quotes as redis-cli reads it back: `SET note "two words\n"`. Bytes that are no text come as `\xff`. */
export function cliForm(words: readonly (string | Buffer)[]): string {
  const secretFrom = words.findIndex((word) => String(word).toUpperCase() === 'AUTH');
  return words.map((word, index) => (secretFrom >= 0 && index > secretFrom ? '***' : quote(word))).join(' ');
}

function quote(word: string | Buffer): string {
  const isText = typeof word === 'string' || isUtf8(word);
  const text = word.toString(isText ? 'utf8' : 'latin1');
  if (/^[\w.:*@+=,>$~/%#^-]+$/.test(text)) return text;
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what has to be escaped
    .replace(isText ? /[\x00-\x1f\x7f-\x9f]/g : /[\x00-\x1f\x7f-\xff]/g, (character) =>
      [...Buffer.from(character, isText ? 'utf8' : 'latin1')]
        .map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`)
        .join(''),
    );
  return `"${escaped}"`;
}
