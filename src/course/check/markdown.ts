// As much Markdown as our own guides hold.

export interface Heading {
  readonly level: number;
  /** `away` of `## Away {#away}`. */
  readonly id: string | null;
}

export interface ProseLine {
  /** From 1, as an editor counts. */
  readonly number: number;
  readonly text: string;
}

export function codeBlocks(markdown: string): string[] {
  return markdown.match(/^```[\s\S]*?^```/gm) ?? [];
}

/** The lines outside code blocks. Code within a line is blank, so that only words are left. */
export function proseLines(markdown: string): ProseLine[] {
  let inCode = false;
  return markdown.split('\n').flatMap((line, index) => {
    const fence = line.startsWith('```');
    if (fence) inCode = !inCode;
    return fence || inCode ? [] : [{ number: index + 1, text: line.replace(/`[^`]*`/g, '``') }];
  });
}

export function headings(markdown: string): Heading[] {
  return proseLines(markdown).flatMap(({ text }) => {
    const [, marks, id] = /^(#+) .*?(?:\{#([\w-]+)\})?\s*$/.exec(text) ?? [];
    return marks === undefined ? [] : [{ level: marks.length, id: id ?? null }];
  });
}

/** Where the prose leads within the repository, without the place in the file. */
export function linkedFiles(markdown: string): (ProseLine & { readonly file: string })[] {
  return proseLines(markdown).flatMap((line) =>
    [...line.text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
      const file = target.replace(/#.*$/, '');
      return file === '' || /^[a-z]+:/.test(file) ? [] : [{ ...line, file }];
    }),
  );
}
