import type { RunRecord } from '../core/record.ts';
import type { Trace } from '../core/trace.ts';
import { mapStrings } from '../report/map-strings.ts';
import type { Report } from '../report/report.ts';

/** What tells where a record comes from, and what stands in its place. Loopback and documentation addresses tell nothing. */
const traces: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\b[a-z][a-z0-9+]*:\/\/(?!127\.0\.0\.1|localhost|\[::1\])[^\s"']+/gi, '<url>'],
  // Who was connected, in the words of Redis: a port or a socket's path of a learner's own server among them.
  [/\b(l?addr=)[^\s,]+/g, '$1<address>'],
  [/\b(user=)(?!default\b)[^\s,]+/g, '$1<name>'],
  // What the resolver and a driver call by its name; `rdb.c:3225` is a line of a program.
  [
    /\b((?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH) )(?!127\.0\.0\.1|localhost|::1)[^\s,;)]+/g,
    '$1<address>',
  ],
  [
    /(?<![\w.:/-])(?:[a-z0-9-]+\.)+(?!(?:c|cpp|[cm]?[jt]s|erl|java|py):)[a-z][a-z0-9-]*:\d{2,5}(?!\d)/gi,
    '<address>',
  ],
  [
    /(?<![\w.])(?:\/(?:home|Users|root|tmp|var|private|mnt|media|opt|srv|etc|usr|data|work|Volumes)(?:\/[^\s"':,;)]*)?|[A-Z]:\\[^\s"']*)/g,
    '<path>',
  ],
  [
    /(?<![\w./])(?:~|\/(?:run|dev|nix|snap|app|workspaces?|Library|Applications|System))\/[^\s"':,;)]+/g,
    '<path>',
  ],
  [
    /(?<![\d.])(?!127\.|0\.0\.0\.0|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.)(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g,
    '<address>',
  ],
  [
    /(?<![\w:])(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){7}|(?:[0-9a-f]{1,4}:)+:(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4})*)?)(?![\w:])/gi,
    '<address>',
  ],
];

/**
 * The record without what tells whose it is: paths, own URLs, addresses, and the names of the machine and its user.
 * Figures, verdicts and versions stay as they are.
 * @param names what this machine and its user are called
 */
export function anonymous(record: RunRecord, names: readonly string[]): RunRecord {
  const clean = cleanerOf(names);
  return {
    ...record,
    servers: record.servers.map((server) => ({ ...server, args: [] })),
    error: mapStrings(record.error, clean),
    data: mapStrings(record.data, clean),
  };
}

/** The same of all that is shown of it. */
export function anonymousReport(report: Report, names: readonly string[]): Report {
  return {
    ...report,
    record: anonymous(report.record, names),
    findings: mapStrings(report.findings, cleanerOf(names)),
    recordFile: null,
  };
}

/** A trace that may lie beside such a record. */
export function anonymousTrace(trace: Trace, names: readonly string[]): Trace {
  return mapStrings(trace, cleanerOf(names));
}

function cleanerOf(names: readonly string[]): (text: string) => string {
  const words = names.filter((name) => name.length > 2).map((name) => name.replace(/[^\w\s]/g, '\\$&'));
  const own = words.length > 0 ? new RegExp(`(?<![\\w-])(?:${words.join('|')})(?![\\w-])`, 'gi') : null;
  return (text) => {
    const cleaned = traces.reduce((line, [pattern, instead]) => line.replace(pattern, instead), text);
    return own ? cleaned.replace(own, '<name>') : cleaned;
  };
}
