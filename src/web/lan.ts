import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces } from 'node:os';
import { exitCodes, LabError } from '../core/errors.ts';
import { same } from '../core/text.ts';

/** The addresses by which others can reach this machine, that of the default route first. */
export async function lanAddresses(): Promise<string[]> {
  const all = Object.values(networkInterfaces()).flatMap((one) => one ?? []);
  const addresses = all
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
  const towardsOthers = await addressTowards(someoneElse).catch(() => null);
  return addresses.sort((a, b) => Number(b === towardsOthers) - Number(a === towardsOthers));
}

/** Of a documentation network (RFC 5737): nothing is sent there. */
const someoneElse = '192.0.2.1';

/** What the system would send from. A UDP socket that is connected has sent nothing. */
async function addressTowards(address: string): Promise<string> {
  const socket = createSocket('udp4');
  try {
    socket.connect(9, address);
    await once(socket, 'connect');
    return socket.address().address;
  } finally {
    socket.close();
  }
}

/**
 * An address of one interface: never all of them at once, however that is spelled.
 * @param given as on the command line; true for the likeliest
 * @throws LabError (usage)
 */
export function chooseLan(given: string | true, addresses: readonly string[]): string {
  const chosen = given === true ? addresses[0] : addresses.find((address) => address === given);
  if (chosen !== undefined) return chosen;
  if (given === true) throw noLan();
  throw new LabError(exitCodes.usage, {
    what: {
      ko: `이 컴퓨터의 주소가 아니에요: '${given}'`,
      en: `That is no address of this machine: '${given}'.`,
    },
    why: {
      ko: `휴대폰이 올 수 있는 주소 하나를 정확히 적어야 해요: ${addresses.join(', ') || '없음'}`,
      en: `It takes exactly one that phones can reach: ${addresses.join(', ') || 'there is none'}`,
    },
    next: same('redis-lab demo --lan'),
  });
}

function noLan(): LabError {
  return new LabError(exitCodes.usage, {
    what: {
      ko: '휴대폰이 올 수 있는 네트워크가 없어요.',
      en: 'There is no network that phones could come by.',
    },
    why: {
      ko: '이 컴퓨터에는 자기 자신으로 가는 주소만 있어요.',
      en: 'This machine has no address but the one of itself.',
    },
    next: {
      ko: 'Wi-Fi에 연결하거나, redis-lab demo만 실행하고 손을 들어 투표해 주세요.',
      en: 'Join a Wi-Fi network; or run redis-lab demo and count raised hands.',
    },
  });
}
