import { expect, test } from 'vitest';
import { findMarks, foldText } from './folded.ts';

test.each([
  ['  ABC de ', 'abc de'],
  ['Zürich', 'zurich'],
  ['Zu\u0308rich', 'zurich'],
  ['Straße Ærø ŁÓDŹ İstanbul', 'strasse aero lodz istanbul'],
  ['ПРИВЕТ Ёж', 'привет еж'],
  ['ＡＰＩ ﬁ ①', 'api fi 1'],
  ['ΟΔΟΣ οδος', 'οδοσ οδοσ'],
  ['a\0b\ud800c\u202ed\n', 'a b c d'],
  ['👩‍🚀', '👩 🚀'],
])('%j is compared as %j', (text, expected) => {
  expect(foldText(text)).toBe(expected);
});

test.each([
  ['Nordwind Händler', 'handler nord', ['Nord', 'Händler']],
  ['Straße 1', 'strasse', ['Straße']],
  ['grandnorth of the north', 'north', ['north']],
  ['hello order', 'o', ['o']],
  ['hello', 'lo', []],
  ['🎉 東京電力', '京電', []],
  ['🎉 東京電力', '京電力', ['京電力']],
  ['plain', 'absent', []],
])('in %j, %j marks %j', (text, query, expected) => {
  expect(findMarks(text, query).map(({ from, to }) => text.slice(from, to))).toEqual(expected);
});
