import type { Prediction, Shown } from '../../../src/kit/judge.ts';
import type { MatrixData } from '../data.ts';
import { cellOf, faultsOf, lostBy, systemsIn } from '../judge/cells.ts';
import type { params } from '../settings.ts';
import { survivors } from '../words.ts';
import { counterExample, timeline } from './loss-story.ts';
import { brokerFaults, consumerFaults, everything, lossTable, meaning, missing } from './matrix-tables.ts';

const predict: Prediction<MatrixData, typeof params> = {
  prompt: {
    ko: '확인(ack)을 쓰는 시스템에서, 소비자가 메시지 하나를 다 처리하고 확인을 보내기 직전에 죽어요. 다른 소비자가 이어받아요. 그 메시지는 몇 번 처리될까요?',
    en: 'In a system with acknowledgements a consumer finishes its work on a message and dies just before it acknowledges. Another one takes over. How often is that message worked on?',
  },
  hints: {
    concept: {
      ko: '브로커는 소비자가 어디까지 했는지 무엇으로 알까요?',
      en: 'By what does the broker know how far a consumer got?',
    },
    pointer: {
      ko: '"확인 전에 죽음" 장애에서 유실과 중복을 시스템마다 비교해 보세요.',
      en: 'Compare lost and duplicated under the fault "died before ack", system by system.',
    },
  },
  choices: [
    {
      id: 'never',
      label: { ko: '한 번도 안 돼요. 메시지도 같이 사라져요', en: 'Never: the message is gone with it' },
      misconception: {
        ko: '확인하지 않은 메시지를 브로커는 아직 끝나지 않은 것으로 알아요. 그래서 다른 소비자에게 다시 줘요.',
        en: 'To the broker a message that was not acknowledged is not done. So it hands it to somebody else.',
      },
    },
    {
      id: 'once',
      label: { ko: '딱 한 번', en: 'Exactly once' },
      misconception: {
        ko: '일은 끝났지만 그 사실을 아는 쪽은 죽은 소비자뿐이에요. 브로커는 다시 줄 수밖에 없어요.',
        en: 'The work was done, but only the dead consumer knew. The broker cannot but hand it out again.',
      },
    },
    { id: 'twice', label: { ko: '두 번', en: 'Twice' } },
  ],
  offWhen: ({ faults, systems }) => {
    const asked = (list: readonly string[], wanted: readonly string[]) =>
      list.includes('all') || list.some((one) => wanted.includes(one));
    return asked(faults, ['consumer-died']) && asked(systems, survivors)
      ? null
      : {
          ko: '이번 설정에는 그런 시스템이나 그런 장애가 없어요.',
          en: 'This run has no such system, or not that fault.',
        };
  },
  answer(data) {
    const cells = survivors.flatMap((id) => cellOf(data, id, 'consumer-died') ?? []);
    if (cells.length === 0) return null;
    if (cells.every(({ lost, duplicated }) => lost.count === 0 && duplicated.count > 0)) return 'twice';
    if (cells.every(({ lost }) => lost.count > 0)) return 'never';
    return cells.every(({ lost, duplicated }) => lost.count + duplicated.count === 0) ? 'once' : null;
  },
};

export const matrixShown: Shown<MatrixData, typeof params> = {
  title: { ko: '시스템과 장애', en: 'Systems and faults' },
  aim: {
    ko: '번호를 붙인 같은 대화를 시스템마다 보내고, 같은 장애에서 무엇을 잃고 무엇이 두 번 오는지 세요.',
    en: 'The same numbered conversation through each system: what is lost, and what comes twice, under each fault?',
  },
  predict,
  headline(data) {
    const keeping = systemsIn(data).filter((id) => faultsOf(data, id).length > 0 && lostBy(data, id) === 0);
    const of = systemsIn(data).length;
    return {
      ko: `시스템 ${of}가지 가운데 ${keeping.length}가지는 이번에 일으킨 장애에서 하나도 잃지 않음`,
      en: `${keeping.length} of ${of} systems lost nothing under the faults of this run`,
    };
  },
  show: (data) => [
    ...missing(data),
    meaning(systemsIn(data)),
    lossTable(data, 'losses', consumerFaults, {
      ko: '유실: 소비자 쪽 장애',
      en: 'Lost: faults on the consumer’s side',
    }),
    lossTable(data, 'losses-broker', brokerFaults, {
      ko: '유실: 브로커와 생산자 쪽 장애',
      en: 'Lost: faults of the broker and the producer',
    }),
    ...counterExample(data),
    timeline(data),
    everything(data),
  ],
};
