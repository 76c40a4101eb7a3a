// RESP, the protocol of Redis: what a command looks like, and where a reply ends.
// https://redis.io/docs/latest/develop/reference/protocol-spec/

/** A command as RESP sends it: an array of bulk strings. */
export function encodeCommand(words: readonly string[]): string {
  let command = `*${words.length}\r\n`;
  for (const word of words) command += `$${Buffer.byteLength(word)}\r\n${word}\r\n`;
  return command;
}

/**
 * Takes the bytes of a connection as they come, and answers which replies are complete with them: null for each, or
 * the error that the server answered with. Nobody here needs their values.
 */
export function replyReader(): (chunk: Buffer) => (Error | null)[] {
  let rest: Buffer | null = null;
  return (chunk) => {
    const bytes = rest ? Buffer.concat([rest, chunk]) : chunk;
    const replies: (Error | null)[] = [];
    let at = 0;
    for (let end = endOfReply(bytes, 0); end !== incomplete; end = endOfReply(bytes, at)) {
      replies.push(bytes[at] === errorMark ? refusal(bytes.toString('latin1', at + 1, end - 2)) : null);
      at = end;
    }
    rest = at < bytes.length ? Buffer.from(bytes.subarray(at)) : null;
    return replies;
  };
}

/** By the name that the client libraries give it, too. */
function refusal(message: string): Error {
  return Object.assign(new Error(message), { name: 'ReplyError' });
}

const incomplete = -1;
const errorMark = 0x2d; // -
const carriageReturn = 0x0d;

/** Where the reply that begins at `at` ends. */
function endOfReply(bytes: Buffer, at: number): number {
  let cursor = at + 1;
  let size = 0;
  while (cursor < bytes.length && bytes[cursor] !== carriageReturn) {
    size = size * 10 + (bytes[cursor] as number) - 0x30; // Digits; of a line of words nobody reads the size.
    cursor += 1;
  }
  const lineEnd = cursor + 2;
  if (lineEnd > bytes.length) return incomplete;
  switch (String.fromCharCode(bytes[at] as number)) {
    case '$': {
      if (bytes[at + 1] === errorMark) return lineEnd; // $-1: no value
      const end = lineEnd + size + 2;
      return end > bytes.length ? incomplete : end;
    }
    case '*':
      return endOfReplies(bytes, lineEnd, size);
    case '%':
      return endOfReplies(bytes, lineEnd, 2 * size);
    default:
      return lineEnd; // + - : _ #: one line
  }
}

function endOfReplies(bytes: Buffer, at: number, count: number): number {
  let end = at;
  for (let left = count; left > 0 && end !== incomplete; left -= 1) end = endOfReply(bytes, end);
  return end;
}
