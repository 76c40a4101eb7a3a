import type { TraceEvent } from '../../../core/trace.ts';
import { type Scene, whoIsIn } from './scene.ts';

/** What somebody points at or has focused, in the stage, the diagram or the feed: it lights up in all three. */
export type Lit = { readonly chain: number } | { readonly actor: string } | null;

export function litOf({ chains }: Scene, event: number): Lit {
  const chain = chains[event] ?? -1;
  return chain < 0 ? null : { chain };
}

export function isLit(lit: Lit, { chains }: Scene, place: number, event: TraceEvent): boolean {
  if (lit === null) return false;
  return 'chain' in lit ? chains[place] === lit.chain : whoIsIn(event).includes(lit.actor);
}
