// A worker as a process of its own, see child.ts. It declares what it reads.
import { readFileSync } from 'node:fs';
import { keepConnected } from './keep-connected.ts';
import { declareRetry, mostAttempts, publishConfirmed } from './names.ts';
import { orderIn } from './order.ts';
import type { WorkerOptions } from './process-options.ts';
import { reportTo } from './report.ts';
import { workOn } from './work.ts';

const options: WorkerOptions = JSON.parse(readFileSync(0, 'utf8'));
const { names, acknowledge } = options;
const report = reportTo(options.ledger, options.name);

await keepConnected(options.amqp, async (channel) => {
  await declareRetry(channel, names, options.retryAfterMs);
  await channel.prefetch(options.prefetch);
  await workOn(channel, {
    queue: names.orders,
    acknowledge,
    report,
    async failed(on, message, attempt) {
      if (acknowledge === 'before') return;
      if (attempt < mostAttempts) return on.reject(message, false);
      await publishConfirmed(on, '', names.dead, message.content);
      report('dead', orderIn(message.content).id);
      on.ack(message);
    },
  });
  report('up', process.pid);
});
