// How the programs of the prototype hold on to RabbitMQ: when it goes and comes back, so do they.
import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib';
import type { AmqpAddress } from '../../../src/kit/run.ts';

/** Resolves when it is connected for the first time; `setup` is called with a channel of every connection. */
export async function keepConnected(
  address: AmqpAddress,
  setup: (channel: ConfirmChannel) => Promise<void>,
): Promise<void> {
  const connection = await connect(address, {
    noDelay: true,
    recovery: {
      maxDelay: 500,
      async setup(fresh: ChannelModel) {
        const channel = await fresh.createConfirmChannel();
        channel.on('error', () => {}); // Whoever waits on it hears of its end.
        await setup(channel);
      },
    },
  });
  connection.on('error', () => {}); // It comes back by itself.
}
