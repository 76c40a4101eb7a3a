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

/** A run that does not get out of act 2 by itself: something to interrupt. */
export const endless = ['pubsub', '--subscribers', '20', '--messages', '1000000', '--rounds', '100'];
