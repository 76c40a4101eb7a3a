/** Something that a reader would stumble over, and where it stands. */
export interface Fault {
  /** A file, or a lab whose texts are checked as they are shown. */
  readonly where: string;
  /** A line of the file, or the way to the text in the lab. */
  readonly path: string;
  readonly fault: string;
}

export function showFault({ where, path, fault }: Fault): string {
  return `${where}: ${path}: ${fault}`;
}

/** The faults of one place. */
export function faultsAt(where: string, path: string, faults: readonly string[]): Fault[] {
  return faults.map((fault) => ({ where, path, fault }));
}
