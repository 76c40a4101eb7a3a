// Who orders, over HTTP.
import { Agent, request } from 'node:http';
import { exitCodes, LabError, type Scope, same } from '../../../src/kit/run.ts';
import { bodyOf, type Order } from './order.ts';

/** What came of an order, as whoever sent it knows it. Without a reply it may be done or not. */
export type Reply = 'accepted' | 'unknown';

export type PlaceOrder = (order: Order) => Promise<Reply>;

export function openCaller(scope: Scope, url: string): PlaceOrder {
  const agent = new Agent({ keepAlive: true });
  scope.defer(() => agent.destroy());
  return (order) =>
    new Promise((resolve, reject) => {
      const sending = request(`${url}/orders`, { method: 'POST', agent }, (response) => {
        const { statusCode = 0 } = response;
        response.resume().once('end', () => {
          if (statusCode < 300) resolve('accepted');
          else reject(notTaken(statusCode));
        });
        response.once('error', () => resolve('unknown'));
      });
      sending.once('error', () => resolve('unknown'));
      sending.end(bodyOf(order));
    });
}

function notTaken(status: number): LabError {
  return new LabError(exitCodes.runFailed, {
    what: { ko: `주문을 받지 않았어요(HTTP ${status}).`, en: `An order was not taken (HTTP ${status}).` },
    why: { ko: 'RabbitMQ와의 연결이 끊겼어요.', en: 'The connection to RabbitMQ is lost.' },
    next: same('redis-lab queue --quick'),
  });
}
