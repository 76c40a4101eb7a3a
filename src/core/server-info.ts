/** A server as the record keeps it. */
export interface ServerInfo {
  readonly name: string;
  /** Empty for what runs inside redis-lab itself. */
  readonly version: string;
  /** The full command line; empty where the learner's own server is used. */
  readonly args: readonly string[];
}
