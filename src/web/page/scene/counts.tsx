import { formatFigure } from '../../../report/format.ts';
import { useSay } from '../lang.ts';
import type { Player } from '../player.ts';
import { countWords, words } from '../words.ts';
import type { Scene } from './scene.ts';
import { usePlayer } from './use-player.ts';

/** What is on the stage in figures, up to now and in all; of two arms side by side also how far they are apart. */
export function Counts(props: { scenes: readonly Scene[]; names: readonly string[]; player: Player }) {
  const { scenes, names, player } = props;
  usePlayer(player);
  const say = useSay();
  const columns = scenes.map(({ replay }) => ({
    now: replay.stateAt(player.us).counts,
    all: replay.stateAt(replay.durationUs).counts,
  }));
  const kinds = (Object.keys(countWords) as (keyof typeof countWords)[]).filter((kind) =>
    columns.some(({ all }) => all.has(kind)),
  );
  const isShort = scenes.some(({ trace }) => trace.events.some(({ kind }) => kind === 'gap'));
  const figure = (count = 0) => formatFigure(count, 'count');
  const apart = (kind: string) => {
    const [a = 0, b = 0] = columns.map(({ now }) => now.get(kind));
    return a === b ? '0' : `${b > a ? '+' : '−'}${figure(Math.abs(b - a))}`;
  };
  return (
    <section class="counts">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it by the arrow keys */}
      <div class="wide" tabIndex={0}>
        <table>
          <caption>{say(words.counts)}</caption>
          <thead>
            {columns.length > 1 && (
              <tr>
                <td />
                {names.map((name) => (
                  <th key={name} scope="colgroup" colSpan={2}>
                    {name}
                  </th>
                ))}
                <td />
              </tr>
            )}
            <tr>
              <th scope="col">{say(words.what)}</th>
              {columns.map((_, place) => [
                <th key={`${place} now`} scope="col" class="figure">
                  {say(words.soFar)}
                </th>,
                <th key={`${place} all`} scope="col" class="figure">
                  {say(words.inAll)}
                </th>,
              ])}
              {columns.length > 1 && (
                <th scope="col" class="figure">
                  {say(words.difference)}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {kinds.map((kind) => (
              <tr key={kind} class={kind} data-kind={kind}>
                <th scope="row">{say(countWords[kind])}</th>
                {columns.map(({ now, all }, place) => [
                  <td key={`${place} now`} class={now.has(kind) ? 'figure some' : 'figure'}>
                    {figure(now.get(kind))}
                  </td>,
                  <td key={`${place} all`} class={all.has(kind) ? 'figure some' : 'figure'}>
                    {figure(all.get(kind))}
                  </td>,
                ])}
                {columns.length > 1 && <td class="figure apart">{apart(kind)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {isShort && <p class="aside">{say(words.shortened)}</p>}
    </section>
  );
}
