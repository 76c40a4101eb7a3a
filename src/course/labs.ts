import { type CatalogueEntry, catalogue as own } from '../../labs/index.ts';

export type { CatalogueEntry };

const entries = [...own];

/** The labs in teaching order; those from outside the package come last. */
export const catalogue: readonly CatalogueEntry[] = entries;

export function addLab(entry: CatalogueEntry): void {
  entries.push(entry);
}
