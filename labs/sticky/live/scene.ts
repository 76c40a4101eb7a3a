// Five people who come again and again, three servers that each remember whom they have seen, and a real nginx between
// them whose way of choosing can be changed while they come. Each visit is a connection of its own.
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { listen, type NginxOptions, nginx, type Scene } from '../../../src/kit/run.ts';
import { addressHeader } from '../parts/balancing.ts';
import type { StickyContext } from '../settings.ts';
import { ladder, people } from './ladder.ts';

const visitEveryMs = 700;
const servers = ['server-1', 'server-2', 'server-3'] as const;
const officeAddress = '203.0.113.7';
const homeOf = (index: number) => `198.51.${100 + index}.23`;
/** How the servers learn which visit of whom it is. */
const visitHeader = 'x-visit';

type Method = 'round-robin' | 'ip-hash';

export const scene: Scene<StickyContext> = {
  aim: {
    ko: '다섯 사람이 계속 찾아오고, 서버 세 대는 저마다 만난 사람만 기억해요. nginx가 누구를 어디로 보내는지 보세요.',
    en: 'Five people come again and again; each of three servers remembers only whom it has met. Watch where nginx sends whom.',
  },
  pokes: [
    { id: 'ip-hash', label: { ko: 'ip_hash로 나누기', en: 'Balance by ip_hash' } },
    { id: 'round-robin', label: { ko: '라운드 로빈으로 나누기', en: 'Balance by round robin' } },
    {
      id: 'office',
      label: { ko: '모두 한 사무실에서 접속하기(같은 IP)', en: 'Everybody from one office (one address)' },
    },
    { id: 'home', label: { ko: '저마다 집에서 접속하기', en: 'Everybody from home' } },
    {
      id: 'remove',
      label: { ko: '서버 3 빼기(nginx -s reload)', en: 'Take server 3 out (nginx -s reload)' },
    },
    { id: 'add', label: { ko: '서버 3 다시 넣기', en: 'Put server 3 back' } },
  ],
  ladder,
  async run({ scope, signal, note }, offer) {
    const ports = await Promise.all(
      servers.map(async (name) => {
        const met = new Set<string>();
        const { port } = await listen(scope, (request, response) => {
          const msg = String(request.headers[visitHeader]);
          const [who = ''] = msg.split('/');
          note({ kind: 'recv', msg, from: who, to: 'nginx' });
          note({ kind: 'send', msg, from: 'nginx', to: name, via: msg });
          note({ kind: 'recv', msg, from: 'nginx', to: name, via: msg });
          if (!met.has(who)) {
            const text = {
              ko: `${name}: 처음 만난 사람 ${who}`,
              en: `${name} meets ${who} for the first time`,
            };
            note({ kind: 'mark', id: `met:${who}:${name}`, text });
          }
          met.add(who);
          response.end(name);
        });
        return port;
      }),
    );
    let method: Method = 'round-robin';
    let known: readonly number[] = ports;
    let isOffice = false;
    const balancer = await scope.start(nginx(optionsOf(method, known)));
    const address = (index: number) => (isOffice ? officeAddress : homeOf(index));

    async function balance(id: string): Promise<void> {
      await balancer.reload(optionsOf(method, known));
      mark(id);
    }
    const mark = (id: string) => note({ kind: 'mark', id, text: { ko: id, en: id } });
    const state = (now: 'draining' | 'up') => note({ kind: 'state', actor: 'server-3', state: now });
    const by = (wanted: Method) => async () => {
      method = wanted;
      await balance(wanted);
    };
    const from = (office: boolean) => () => {
      isOffice = office;
      mark(office ? 'office' : 'home');
    };
    offer({
      'ip-hash': by('ip-hash'),
      'round-robin': by('round-robin'),
      office: from(true),
      home: from(false),
      async remove() {
        known = ports.slice(0, 2);
        state('draining');
        await balance('removed');
      },
      async add() {
        known = ports;
        await balance('added');
        state('up');
      },
    });

    for (let visit = 1; !signal.aborted; visit += 1) {
      for (const [index, who] of people.entries()) {
        const msg = `${who}/${visit}`;
        note({ kind: 'send', msg, from: who, to: 'nginx' });
        await visitBy(balancer.port, { [visitHeader]: msg, [addressHeader]: address(index) }).then(
          () => note({ kind: 'ack', msg, from: who, to: 'nginx' }),
          () => note({ kind: 'drop', msg, from: who, to: 'nginx', why: 'refused' }),
        );
      }
      await wait(visitEveryMs, undefined, { signal }).catch(() => {});
    }
  },
};

function optionsOf(method: Method, ports: readonly number[]): NginxOptions {
  const all = ports.map((port) => `server 127.0.0.1:${port};`).join(' ');
  return {
    http: `set_real_ip_from 127.0.0.0/8;
  real_ip_header ${addressHeader};
  upstream farm { ${method === 'ip-hash' ? 'ip_hash;' : ''} ${all} }`,
    server: 'location / { proxy_pass http://farm; }',
    clients: people.length,
  };
}

/** A connection of its own each time: one that stays open goes on with the worker of before the reload. */
function visitBy(port: number, headers: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const take = (response: IncomingMessage) => {
      response.once('error', reject).resume();
      response.once('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`status ${response.statusCode}`)),
      );
    };
    get({ host: '127.0.0.1', port, headers, agent: false }, take).once('error', reject);
  });
}
