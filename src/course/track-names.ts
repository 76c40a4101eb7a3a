/** By name only, for help and Tab: loading the tracks takes longer than either. A test holds it against them. */
export const trackNames = ['chat', 'nearby', 'brokers', 'storage', 'all'];
