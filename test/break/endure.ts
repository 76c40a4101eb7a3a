/** How many times as much is tried as in `npm run check`: `npm run endure` sets it. */
export const endure = Number(process.env.ENDURE ?? 1);
