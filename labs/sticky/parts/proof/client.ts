// A client of the real balancer. With one socket its requests go one after the other on one connection.
import { Agent, get } from 'node:http';
import { noneAnswered } from '../balancing.ts';

export interface Answer {
  /** The server that answered, or -1. */
  readonly server: number;
  readonly setCookies: readonly string[];
}

export interface ProofClient {
  get(path: string, headers: Readonly<Record<string, string>>): Promise<Answer>;
  close(): void;
}

export function openClient(port: number, maxSockets = 1): ProofClient {
  const agent = new Agent({ keepAlive: true, maxSockets });
  return {
    get: (path, headers) =>
      new Promise((resolve, reject) => {
        const request = get({ host: '127.0.0.1', port, path, headers, agent }, (response) => {
          let body = '';
          response.setEncoding('utf8').on('data', (text: string) => {
            body += text;
          });
          response.once('error', reject);
          response.once('end', () => {
            const server = response.statusCode === 200 ? Number(body) : noneAnswered;
            resolve({ server, setCookies: response.headers['set-cookie'] ?? [] });
          });
        });
        request.once('error', reject);
      }),
    close: () => agent.destroy(),
  };
}
