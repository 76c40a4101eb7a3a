import { countDelivery, type Shown } from '../../../src/kit/judge.ts';
import type { StreamFault, StreamsData } from '../data.ts';
import type { params } from '../settings.ts';
import { faultWords } from '../words.ts';
import { deliveryRow, deliveryTable } from './delivery-table.ts';

export const streamsShown: Shown<StreamsData, typeof params> = {
  title: { ko: '스트림', en: 'Streams' },
  aim: {
    ko: '같은 일을 Streams와 소비자 그룹으로 해 봐요.',
    en: 'The same again with a stream and a consumer group.',
  },
  predict: {
    prompt: {
      ko: '소비자가 메시지 10건을 읽고, 확인(XACK)하기 전에 죽어요. 다른 소비자가 이어받으면 어떻게 될까요?',
      en: 'A consumer reads 10 messages and dies before it acknowledges them (XACK). Another one takes over. What happens to the 10?',
    },
    hints: {
      concept: {
        ko: '서버가 아는 것은 건넨 것과 확인(XACK)받은 것뿐이에요. 둘 사이에 한 일은 누가 알까요?',
        en: 'The server knows what it handed out and what was acknowledged. Who knows what was done in between?',
      },
      pointer: {
        ko: '중복된 건수를, 쓰러진 소비자가 받고 확인하지 못한 건수와 비교해 보세요.',
        en: 'Compare the duplicates with what the dead consumer had taken and not acknowledged.',
      },
    },
    choices: [
      {
        id: 'lost',
        label: { ko: '10건은 사라져요', en: 'They are lost' },
        misconception: {
          ko: '스트림은 누구에게 건넸는지와 확인받았는지를 따로 기억해요. 확인받지 못한 메시지는 남아 있어서 다른 소비자가 넘겨받을 수 있어요.',
          en: 'A stream remembers whom it handed a message and whether that was acknowledged. What was not stays pending, and another consumer can claim it.',
        },
      },
      {
        id: 'exactly-once',
        label: { ko: '모두 딱 한 번씩 처리돼요', en: 'All are processed exactly once' },
        misconception: {
          ko: '죽은 소비자가 이미 처리했는지 Redis는 알 수 없어요. 그래서 다시 건네고, 처리하는 쪽이 중복을 견뎌야 해요.',
          en: 'Redis cannot know whether the dead consumer had processed them. It hands them out again, and the receiver has to bear duplicates.',
        },
      },
      { id: 'twice', label: { ko: '10건은 두 번 처리돼요', en: 'They are processed twice' } },
    ],
    answer: (arms) => {
      const dies = arms.find(({ fault }) => fault === 'dies');
      if (!dies) return null;
      const { lost, duplicated } = countDelivery(dies.history);
      if (lost.count > 0) return 'lost';
      return duplicated.count > 0 ? 'twice' : 'exactly-once';
    },
  },
  headline: (arms) => {
    const count = (fault: StreamFault) => {
      const arm = arms.find((candidate) => candidate.fault === fault);
      return arm ? countDelivery(arm.history) : null;
    };
    const [lost, twice] = [count('cut')?.lost.count ?? 0, count('dies')?.duplicated.count ?? 0];
    return {
      ko: `끊겨도 ${lost === 0 ? '유실 없음' : `${lost}건 유실`}, 소비자가 죽으면 ${twice === 0 ? '중복 없음' : `${twice}건 중복`}`,
      en: `cut off: ${lost} lost; consumer died: ${twice} done twice`,
    };
  },
  show: (arms) => [
    deliveryTable(
      { ko: '스트림이 겪은 일', en: 'What the stream went through' },
      arms.map((arm) => deliveryRow(arm.fault, faultWords[arm.fault], countDelivery(arm.history))),
    ),
  ],
};
