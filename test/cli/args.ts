/** The shortest run of the pubsub lab that goes through every act. */
export const shortest = [
  'pubsub',
  '--subscribers',
  '1',
  '--messages',
  '10',
  '--rounds',
  '1',
  '--sequence',
  '30',
];

/** A run with a server, for what every run does alike: its first act alone. */
export const firstAct = [...shortest, '--acts', 'channel'];

/** A run that does not get out of act 2 by itself: something to interrupt. */
export const endless = ['pubsub', '--subscribers', '20', '--messages', '1000000', '--rounds', '100'];

/** The shortest run of a lab that goes through all of its acts. */
export const shortestOf = (id: string): readonly string[] => known[id] ?? [id, '--quick'];

const known: Readonly<Record<string, readonly string[]>> = {
  pubsub: shortest,
  ttl: ['ttl', '--ttl', '300s', '--speed', '600', '--users', '60'],
  sticky: ['sticky', '--clients', '50', '--connections', '6'],
  nearby: ['nearby', '--users', '50'],
  'memory-vs-disk': ['memory-vs-disk', '--quick', '--keys', '2000', '--callers', '2', '--trial', '5ms'],
  persistence: ['persistence', '--quick', '--writes', '1000', '--trial', '20ms', '--keys', '100'],
  'pool-bench': [
    ...['pool-bench', '--concurrency', '2', '--pool', '2'],
    ...['--rtt', '0', '--rounds', '1', '--trial', '2ms'],
  ],
  queue: [
    ...['queue', '--orders', '10', '--work', '1ms', '--rounds', '1'],
    ...['--prefetch', '1,100', '--burst', '1000'],
  ],
  transports: ['transports', '--clients', '2', '--interval', '10ms', '--rounds', '1', '--trial', '50ms'],
};
