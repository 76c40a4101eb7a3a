/** What moves the cursor, changes colours, or turns the order of letters round: control codes, bidirectional marks. */
const obeyed = /[\p{Control}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

function spelled(code: string): string {
  const hex = code.charCodeAt(0).toString(16);
  return hex.length > 2 ? `\\u${hex.padStart(4, '0')}` : `\\x${hex.padStart(2, '0')}`;
}

/**
 * What came from outside as text that nothing obeys: a reply from a server, or a record that somebody sent. Line ends
 * stay.
 */
export function visible(text: string): string {
  return text
    .normalize('NFC')
    .replace(/\r\n/g, '\n')
    .replace(/\t/g, '  ')
    .replace(obeyed, (code) => (code === '\n' ? code : spelled(code)));
}

/** The same for a format that has its own words for line ends and tabs, and gives back what went in. */
export function visibleButSpace(text: string): string {
  return text.replace(obeyed, (code) => (/[\t\r\n]/.test(code) ? code : spelled(code)));
}

/** The text of a JSON document in the characters that JSON has for it: it reads as the same document. */
export function visibleJson(json: string): string {
  return json.replace(obeyed, (code) =>
    code === '\n' ? code : `\\u${code.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Nothing from outside is repeated at any length. */
export function cut(text: string, mostLetters: number): string {
  return text.length <= mostLetters ? text : `${text.slice(0, mostLetters / 5)}… (${text.length})`;
}
