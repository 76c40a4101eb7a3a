import { describe, expect, it } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import { misshapenAbout, misshapenLab } from '../../src/course/lab-shape.ts';
import { chat, entry } from './tiny-course.ts';

describe('the shape of a lab', () => {
  it.each(catalogue)('$id of the package has it', async ({ load }) => {
    expect(misshapenLab((await load()).default)).toBeNull();
  });

  const [away] = chat.acts;
  const judge = chat.judges.C09;
  it.each([
    ['id', undefined],
    ['id', { ...chat, id: 'Chat room' }],
    ['revision', { ...chat, revision: '1' }],
    ['question', { ...chat, question: { ko: '네?', en: '' } }],
    ['comparison', { ...chat, comparison: null }],
    ['params', { ...chat, params: undefined }],
    ['params.n', { ...chat, params: { n: { kind: 'int', default: '5', label: entry.title } } }],
    ['params.n', { ...chat, params: { n: { kind: 'number', default: 5, label: entry.title } } }],
    ['params.n.label', { ...chat, params: { n: { kind: 'int', default: 5, label: 'n' } } }],
    ['services.redis.start', { ...chat, services: { redis: {} } }],
    ['acts', { ...chat, acts: [] }],
    ['acts[0].id', { ...chat, acts: [null] }],
    ['acts[0].run', { ...chat, acts: [{ ...away, run: undefined }] }],
    [
      'acts[0].predict.choices',
      { ...chat, acts: [{ ...away, predict: { prompt: entry.title, answer() {} } }] },
    ],
    ['judges', { ...chat, judges: {} }],
    ['judges.C09.needs', { ...chat, judges: { C09: { ...judge, needs: ['gone'] } } }],
    ['judges.C09.textbook', { ...chat, judges: { C09: { ...judge, textbook: 'true' } } }],
    ['judges.C09.judge', { ...chat, judges: { C09: { ...judge, judge: 'held' } } }],
    ['tryNext', { ...chat, tryNext: undefined }],
  ])('%s is named', (path, lab) => {
    expect(misshapenLab(lab)?.path).toBe(path);
  });

  it.each([
    ['title', {}],
    ['minutes', { title: entry.title, minutes: 0 }],
    ['claims', { title: entry.title, minutes: 5 }],
    ['claims.a-1', { title: entry.title, minutes: 5, claims: { 'a-1': 'x' } }],
  ])('%s of what it says of itself', (path, about) => {
    expect(misshapenAbout(about)?.path).toBe(path);
    expect(misshapenAbout({ title: entry.title, minutes: 5, claims: {} })).toBeNull();
  });
});
