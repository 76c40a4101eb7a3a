import type { Polled } from '../../protocol.ts';
import { useSay } from '../lang.ts';
import { words } from './words.ts';

/** What a room answered so far, as files: nothing is asked of the server for it. */
export function TakeHome({ lab, polled }: { readonly lab: string; readonly polled: readonly Polled[] }) {
  const say = useSay();
  const files = [
    ['csv', 'text/csv', csvOf(lab, polled)],
    ['json', 'application/json', JSON.stringify({ lab, polled }, null, 2)],
  ] as const;
  return (
    <p class="soft">
      {say(words.takeHome)}:{' '}
      {files.map(([ending, type, text]) => (
        <>
          <a
            href={`data:${type};charset=utf-8,${encodeURIComponent(text)}`}
            download={`${lab}-votes.${ending}`}
          >
            {ending.toUpperCase()}
          </a>{' '}
        </>
      ))}
    </p>
  );
}

const header = ['lab', 'act', 'choice', 'measured', 'first', 'second', 'guess', 'fairly-sure', 'sure'];

/** A line for each choice. Ids are letters and hyphens: there is nothing to quote. */
function csvOf(lab: string, polled: readonly Polled[]): string {
  const lines = polled.flatMap(({ act, choices, measured, first, second, sure }) =>
    choices.map((choice, at) => [
      ...[lab, act, choice, choice === measured, first[at], second?.[at] ?? '', ...(sure[at] ?? [])],
    ]),
  );
  return [header, ...lines].map((fields) => `${fields.join(',')}\r\n`).join('');
}
