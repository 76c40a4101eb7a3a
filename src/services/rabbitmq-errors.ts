import { type Explanation, exitCodes, LabError, messageOf, RefusedError } from '../core/errors.ts';
import { same, type Text } from '../core/text.ts';
import { type AmqpAddress, showAmqp } from './rabbitmq-url.ts';

export function cannotConnect(address: AmqpAddress, cause: unknown): LabError {
  const where = showAmqp(address);
  return new LabError(
    exitCodes.runFailed,
    {
      what: { ko: `${where} 서버를 쓸 수 없어요.`, en: `The RabbitMQ at ${where} cannot be used.` },
      ...whyNotConnected(address, messageOf(cause)),
    },
    { cause },
  );
}

const privateInstead: Text = {
  ko: '--amqp를 빼면 실험용 RabbitMQ를 따로 띄워서 실험해요.',
  en: 'Leave --amqp away and the lab starts a RabbitMQ of its own.',
};

function whyNotConnected(
  { username, vhost }: AmqpAddress,
  message: string,
): { readonly why: Text; readonly next: Text } {
  if (/ACCESS[-_]REFUSED|\b403\b/.test(message)) {
    return {
      why: {
        ko: `${username} 사용자의 로그인을 거절했어요: ${message}`,
        en: `It refused the login of the user ${username}: ${message}`,
      },
      next: same('AMQP_URL=amqp://USER:PASSWORD@127.0.0.1:5672/VHOST redis-lab …'),
    };
  }
  if (/got <ConnectionClose/.test(message)) {
    return {
      why: {
        ko: `가상 호스트 '${vhost}' 안으로 ${username} 사용자를 들여보내지 않아요.`,
        en: `It does not let the user ${username} into the virtual host '${vhost}'.`,
      },
      next: same(`rabbitmqctl list_permissions -p '${vhost}'`),
    };
  }
  return { why: same(message), next: privateInstead };
}

/** What amqplib throws when RabbitMQ closes a channel or a connection: `code` is the reply code of AMQP. */
interface Closed extends Error {
  readonly code: number;
}

/**
 * What RabbitMQ refused, in words for people. Anything else is returned as it is.
 * @param isOwn whether the learner's own RabbitMQ is used: its refusal is a condition of theirs and costs the act only
 */
export function explainAmqpError(error: unknown, isOwn: boolean): unknown {
  if (!isClosed(error)) return isLost(error) ? lost(error) : error;
  const said = saidBy(error);
  const Kind = isOwn ? RefusedError : LabError;
  return new Kind(exitCodes.runFailed, explanationOf(said) ?? anyRefusal(said), { cause: error });
}

function isClosed(error: unknown): error is Closed {
  return (
    error instanceof Error &&
    typeof (error as { code?: unknown }).code === 'number' &&
    /closed by server|Operation failed|Connection closed/.test(error.message)
  );
}

/** amqplib has no class for what was under way when the connection or the channel went. */
function isLost(error: unknown): error is Error {
  return (
    error instanceof Error &&
    /^(channel (closed|closing|ended)|socket closed abruptly|unexpected close)/i.test(error.message)
  );
}

function lost(cause: Error): LabError {
  return new LabError(
    exitCodes.runFailed,
    {
      what: {
        ko: '실험 도중에 RabbitMQ와의 연결이 끊겼어요.',
        en: 'A connection to RabbitMQ was lost in the middle of the run.',
      },
      why: same(messageOf(cause)),
      next: {
        ko: 'RabbitMQ가 떠 있는지, 누가 연결을 닫지 않았는지 로그에서 확인하고 다시 실행해 보세요.',
        en: 'See whether RabbitMQ runs, and in its log whether somebody closed the connection; then run it again.',
      },
    },
    { cause },
  );
}

/** `PRECONDITION_FAILED - inequivalent arg …`, out of what amqplib says around it. */
function saidBy({ message }: Closed): string {
  return /message "(.*)"$/s.exec(message)?.[1] ?? message;
}

const known: readonly (readonly [pattern: RegExp, explain: (found: RegExpExecArray) => Explanation])[] = [
  [
    /inequivalent arg '([^']+)' for (queue|exchange) '([^']+)' in vhost '([^']+)'/,
    ({ input: said, 1: arg = '', 2: kind = '', 3: name = '', 4: vhost = '' }) => ({
      what: {
        ko: `${kind === 'queue' ? '큐' : '교환기'} '${name}'의 설정이 이미 다르게 정해져 있어요.`,
        en: `The ${kind} '${name}' is there already, with other arguments.`,
      },
      why: {
        ko: `선언할 때의 '${arg}' 설정은 나중에 바꿀 수 없어요: ${said}`,
        en: `What it was declared with cannot be changed later, here '${arg}': ${said}`,
      },
      next: same(
        kind === 'queue'
          ? `rabbitmqctl -p '${vhost}' delete_queue '${name}'`
          : `rabbitmqadmin -V '${vhost}' delete exchange name='${name}'`,
      ),
    }),
  ],
  [
    /message size (\d+).* (?:max|limit).*? (\d+)/,
    ({ input: said, 1: size = '', 2: most = '' }) => ({
      what: {
        ko: `메시지가 RabbitMQ의 한도보다 커요: ${size}바이트(한도 ${most}바이트).`,
        en: `A message of ${size} bytes is larger than RabbitMQ takes (${most}).`,
      },
      why: same(said),
      next: {
        ko: '큰 것은 따로 저장하고 메시지에는 주소만 담거나, rabbitmq.conf의 max_message_size를 늘려 주세요.',
        en: 'Keep what is large elsewhere and send where it is, or raise max_message_size in rabbitmq.conf.',
      },
    }),
  ],
  [
    /access to (\w+) '([^']*)' in vhost '([^']+)' refused for user '([^']+)'/,
    ({ input: said, 3: vhost = '', 4: user = '' }) => ({
      what: {
        ko: `RabbitMQ가 ${user} 사용자에게 허락하지 않았어요.`,
        en: `RabbitMQ does not allow this to the user ${user}.`,
      },
      why: same(said),
      next: same(`rabbitmqctl set_permissions -p '${vhost}' ${user} '^redis-lab\\.' '.*' '.*'`),
    }),
  ],
  [
    /no (queue|exchange) '([^']+)' in vhost '([^']+)'/,
    ({ input: said, 1: kind = '', 2: name = '' }) => ({
      what: {
        ko: `${kind === 'queue' ? '큐' : '교환기'} '${name}' 대상이 없어요.`,
        en: `There is no ${kind} '${name}'.`,
      },
      why: {
        ko: `누가 지웠거나, 아직 만들지 않았어요: ${said}`,
        en: `Somebody deleted it, or it was not made yet: ${said}`,
      },
      next: {
        ko: '다시 실행해 보세요. 실험이 쓸 것은 실험이 만들어요.',
        en: 'Run it again: what a lab uses it makes itself.',
      },
    }),
  ],
];

function explanationOf(said: string): Explanation | null {
  for (const [pattern, explain] of known) {
    const found = pattern.exec(said);
    if (found) return explain(found);
  }
  return null;
}

function anyRefusal(said: string): Explanation {
  return {
    what: { ko: 'RabbitMQ가 연결이나 채널을 닫았어요.', en: 'RabbitMQ closed a connection or a channel.' },
    why: same(said),
    next: privateInstead,
  };
}

/** RabbitMQ has stopped reading from whoever publishes: it is short of disk or memory. */
export function alarmRaised(address: AmqpAddress, reason: string): LabError {
  const disk = /disk/i.test(reason);
  return new LabError(exitCodes.runFailed, {
    what: {
      ko: `RabbitMQ가 더 받지 않아요(${showAmqp(address)}).`,
      en: `RabbitMQ takes nothing more (${showAmqp(address)}).`,
    },
    why: disk
      ? {
          ko: `남은 디스크가 하한(disk_free_limit)보다 적어서, 발행하는 연결을 모두 멈췄어요: ${reason}`,
          en: `Less disk is free than its low watermark (disk_free_limit), so it has blocked whoever publishes: ${reason}`,
        }
      : {
          ko: `쓰는 메모리가 상한(vm_memory_high_watermark)을 넘어서, 발행하는 연결을 모두 멈췄어요: ${reason}`,
          en: `It uses more memory than its high watermark (vm_memory_high_watermark), so it has blocked whoever publishes: ${reason}`,
        },
    next: disk
      ? same('df -h  ·  rabbitmqctl set_disk_free_limit 50MB')
      : same('free -m  ·  rabbitmqctl set_vm_memory_high_watermark 0.6'),
  });
}
