/**
 * The words of the command line, taken before anything else is loaded: until then everybody on this machine reads them
 * with `ps`, and from here on only the plain ones. Node itself takes about 70 ms before it comes here, so a password is
 * safe in REDISCLI_AUTH or PGPASSWORD only.
 */
export const argv = takeArgv();

function takeArgv(): readonly string[] {
  const words = process.argv.slice(2);
  process.title = ['redis-lab', ...words.map((word) => (/^[\w.,-]*$/.test(word) ? word : '***'))].join(' ');
  return words;
}
