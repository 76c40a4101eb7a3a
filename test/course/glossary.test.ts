import { describe, expect, it } from 'vitest';
import { proseFaults } from '../../src/course/check/prose.ts';
import { entriesLike, glossary } from '../../src/course/glossary.ts';

const idsLike = (word: string) => entriesLike(word).map(([id]) => id);

describe('a word is found', () => {
  it('by its id, its term in either language, or a part of it', () => {
    expect(idsLike('knee')).toEqual(['knee']);
    expect(idsLike('꺾이는')).toEqual(['knee']);
    expect(idsLike('LITTLE’S LAW')).toEqual(['littles-law']);
    expect(idsLike('buffer')).toEqual(['output-buffer', 'proxy-buffering']);
    expect(idsLike('nothing of the kind')).toEqual([]);
  });

  it('alone where it is the whole term, also when other terms hold it', () => {
    expect(idsLike('ttl')).toEqual(['ttl']);
    expect(idsLike('loop').sort()).toEqual(['closed-loop', 'open-loop']);
  });
});

it('a guide names only words that are there, in its own language', () => {
  const faults = (text: string, lang: 'ko' | 'en') =>
    proseFaults('guide.md', text, lang).map(({ fault }) => fault.en);
  expect(faults('[[fan-out]] and [[knee]]', 'en')).toEqual([]);
  expect(faults('[[팬아웃(fan-out)]]과 [[knee]]', 'ko')).toEqual([]);
  expect(faults('[[팬아웃(fan-out)]]', 'en')).toEqual(["the glossary has no '팬아웃(fan-out)'"]);
  expect(faults('[[fanout]]', 'en')).toEqual(["the glossary has no 'fanout'"]);
});

it('a meaning is short: it is read in the middle of a lesson', () => {
  const long = Object.entries(glossary).filter(
    ([, { meaning }]) => meaning.en.length > 160 || meaning.ko.length > 90,
  );
  expect(long.map(([id]) => id)).toEqual([]);
});
