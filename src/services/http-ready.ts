import { get } from 'node:http';

const answerWithinMs = 1_000;

/** Readiness of a web server by its own protocol: a GET that is answered with 200. */
export function httpReady(port: number, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      response.resume();
      if (response.statusCode === 200) resolve();
      else reject(new Error(`GET ${path} was answered with ${response.statusCode}`));
    });
    request.setTimeout(answerWithinMs, () => request.destroy(new Error(`no answer to GET ${path}`)));
    request.once('error', reject);
  });
}
