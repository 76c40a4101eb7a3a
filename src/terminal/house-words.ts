/** What the whole program is told, apart from what it is to do. */
export interface HouseWords {
  /** `--labs`: where there are more labs. */
  readonly labs: string | null;
  /** The command and what belongs to it; what nobody can read stays in it, to be complained about. */
  readonly rest: readonly string[];
}

/** Reads the flags that count before there is a command line to parse: they decide what commands there are. */
export function houseWords(argv: readonly string[]): HouseWords {
  let labs: string | null = null;
  const rest: string[] = [];
  const words = argv.values();
  for (const word of words) {
    const [, flag, joined] = /^(--lang|--labs)(?:=(.*))?$/s.exec(word) ?? [];
    const value = flag === undefined ? undefined : (joined ?? words.next().value);
    if (flag === '--labs' && value) labs = value;
    else if (!(flag === '--lang' && ['ko', 'en'].includes(value ?? '')) && word !== '--debug')
      rest.push(word);
  }
  return { labs, rest };
}
