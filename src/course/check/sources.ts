import { type Fault, faultsAt } from './fault.ts';
import { particleFaults } from './particles.ts';
import { wrongTerms } from './terms.ts';
import { hangul } from './texts.ts';

const comment = /^\s*(?:\/\/|\/?\*)/;
const strings = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`/g;

/** What is wrong with the Korean in a source file: also with texts that no lab shows today, such as errors. */
export function sourceFaults(file: string, source: string): Fault[] {
  return source
    .split('\n')
    .flatMap((line, index) =>
      comment.test(line)
        ? []
        : faultsAt(file, `line ${index + 1}`, [
            ...koreanIn(line).flatMap(wrongTerms),
            ...particleFaults(line),
          ]),
    );
}

/** The Korean strings of a line; all of it where a string goes on in the next one. */
function koreanIn(line: string): string[] {
  if (!hangul.test(line)) return [];
  const whole = (line.match(strings) ?? [])
    .map((text) => text.slice(1, -1))
    .filter((text) => hangul.test(text));
  return whole.length > 0 ? whole : [line];
}
