// The web endpoint as a process of its own, see child.ts: POST /orders takes an order, GET / says how many wait.
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ConfirmChannel } from 'amqplib';
import { keepConnected } from './keep-connected.ts';
import { declareRetry, publishConfirmed } from './names.ts';
import { bodyOf, type Order, orderIn } from './order.ts';
import type { ShopOptions } from './process-options.ts';
import { reportTo } from './report.ts';
import { doWork, untilKilled } from './work.ts';

const options: ShopOptions = JSON.parse(readFileSync(0, 'utf8'));
const { mode, names } = options;
const report = reportTo(options.ledger, options.name);
let channel: ConfirmChannel | null = null;
let ordered = 0;
let working: Promise<void> = Promise.resolve();

if (mode === 'queued')
  await keepConnected(options.amqp, async (opened) => {
    opened.once('close', () => {
      channel = null; // Until it is back, orders are refused.
    });
    await declareRetry(opened, names, options.retryAfterMs);
    channel = opened;
  });

createServer((request, response) => {
  void serve(request, response).catch((error: unknown) => reply(response, 503, { error: String(error) }));
}).listen(options.port, '127.0.0.1', () => report('up', process.pid));

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'POST' && request.url === '/orders') return await take(request, response);
  if (request.url === '/dead') return reply(response, 200, await deadLetters());
  return reply(response, 200, await counts());
}

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const order = readOrder(await text(request));
  if (!order) return reply(response, 400, { error: 'what is ordered? {"dish":"bibimbap"}' });
  report('got', order.id);
  if (mode === 'queued') {
    if (!channel) return reply(response, 503, { error: 'RabbitMQ does not answer' });
    report('published', order.id);
    await publishConfirmed(channel, '', names.orders, bodyOf(order));
    report('confirmed', order.id);
    return reply(response, 202, { id: order.id });
  }
  working = working.then(() => work(order));
  if (mode === 'synchronous') await working;
  reply(response, mode === 'synchronous' ? 200 : 202, { id: order.id });
}

async function work(order: Order): Promise<void> {
  report('took', order.id);
  if (order.holdsAt) return await untilKilled();
  await doWork(order);
  report('done', order.id);
}

/** A dish is all that somebody has to say; null where not even that can be read. */
function readOrder(body: string): Order | null {
  try {
    const { dish, id, workMs = options.workMs, holdsAt } = orderIn(body);
    if (typeof dish !== 'string' || !isDelay(workMs)) return null;
    ordered += 1;
    return { id: id ?? ordered, dish, workMs, ...(holdsAt ? { holdsAt } : {}) };
  } catch {
    return null;
  }
}

/** What setTimeout takes. */
const isDelay = (ms: unknown) => Number.isInteger(ms) && 0 <= (ms as number) && (ms as number) < 2 ** 31;

async function counts(): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  if (channel)
    for (const [name, queue] of Object.entries(names))
      found[name] = (await channel.checkQueue(queue)).messageCount;
  return found;
}

/** Looked at, and left where they are. */
async function deadLetters(): Promise<Order[]> {
  const orders: Order[] = [];
  if (!channel) return orders;
  const taken = [];
  for (let message = await channel.get(names.dead); message; message = await channel.get(names.dead)) {
    taken.push(message);
    orders.push(orderIn(message.content));
  }
  for (const message of taken) channel.nack(message, false, true);
  return orders;
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}
