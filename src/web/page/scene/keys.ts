import { useEffect } from 'preact/hooks';
import type { Player } from '../player.ts';

/** Keys belong to the replay that was touched last, at first to the first on the page. */
let touched: Player | null = null;

/** The keys of a replay; who types or presses a button keeps theirs. */
export function useKeys(player: Player, does: { toggle(): void; toggleHelp(): void }): void {
  useEffect(() => {
    touched ??= player;
    const press = (event: KeyboardEvent) => {
      const { target } = event;
      const isTaken = target instanceof Element && target.closest('input, select, textarea, button, dialog');
      if (touched !== player || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '?') return does.toggleHelp();
      if (isTaken) return;
      const by = { ArrowRight: 1, ArrowLeft: -1 } as const;
      if (event.key === ' ') does.toggle();
      else if (event.key === 'Home') player.seek(player.first);
      else if (event.key === 'End') player.toEnd();
      else if (event.key === 'ArrowRight' || event.key === 'ArrowLeft')
        event.shiftKey ? player.toMark(by[event.key]) : player.step(by[event.key]);
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => {
      document.removeEventListener('keydown', press);
    };
  });
  useEffect(
    () => () => {
      if (touched === player) touched = null;
    },
    [player],
  );
}

/** From here on the keys are for this replay. */
export function touch(player: Player): void {
  touched = player;
}
