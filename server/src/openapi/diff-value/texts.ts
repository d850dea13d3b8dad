import { brief, isSame, type JsonObject } from '../diff-graph/json.ts';
import { note, type Pair, type Spot } from './spot.ts';

const anyCharacter = String.raw`(?:\.|\[\\s\\S\]|\[\\S\\s\]|\[\\d\\D\]|\[\\D\\d\]|\[\\w\\W\]|\[\\W\\w\]|\[\^\])`;
const anyNumber = String.raw`(?:\*|\{0,\})\??`;
const anything = String.raw`(?:${anyCharacter}${anyNumber}|\((?:\?:)?${anyCharacter}${anyNumber}\)|)`;
const everything = new RegExp(String.raw`^\^?${anything}\$?$`);
// Without both anchors, what may be empty is found in every text.
const mayBeEmpty = /^\^?(?:\[[^\]\\]+\]|\\[dDwWsS]|[A-Za-z0-9 .])(?:\*|\?|\{0,\d*\})$/;

/** Whether every text fits: the pattern asks for nothing, or for anything from start to end. */
const isEverything = (pattern: string): boolean => everything.test(pattern) || mayBeEmpty.test(pattern);

const patternOf = ({ pattern }: JsonObject): string | undefined =>
  typeof pattern === 'string' && !isEverything(pattern) ? pattern : undefined;

/** A pattern that went, or asks for nothing any more. */
const comparePatternLost = ({ base, revision }: Pair, spot: Spot, subject: string): void => {
  const keys = ['pattern'];
  if (typeof revision.pattern !== 'string') {
    const text = `the pattern ${brief(base.pattern)} was removed from %place%`;
    note(spot, { suffix: 'pattern-removed', effect: 'widens', text, subject, keys, only: 'base' });
    return;
  }
  const suffix = spot.role.direction === 'request' ? 'pattern-generalized' : 'pattern-changed';
  const text = `the pattern of %place% changed from ${brief(base.pattern)} to ${brief(revision.pattern)}`;
  note(spot, { suffix, effect: 'widens', text, subject, keys });
};

/** Compares the patterns; one that any text fits is none. */
export const comparePattern = ({ base, revision }: Pair, spot: Spot): void => {
  const [was, is] = [patternOf(base), patternOf(revision)];
  if (was === is) return;
  const subject = `pattern ${brief(base.pattern)} ${brief(revision.pattern)}`;
  const keys = ['pattern'];
  if (was === undefined && is !== undefined) {
    const text = `the pattern ${brief(is)} was set on %place%`;
    note(spot, { suffix: 'pattern-added', effect: 'narrows', text, subject, keys, only: 'revision' });
  } else if (was !== undefined && is === undefined) {
    comparePatternLost({ base, revision }, spot, subject);
  } else {
    const text = `the pattern of %place% changed from ${brief(was)} to ${brief(is)}`;
    note(spot, { suffix: 'pattern-changed', effect: 'shifts', text, subject, keys });
  }
};

const content = [
  { keyword: 'contentMediaType', name: 'content-media-type', words: 'media type of the content' },
  { keyword: 'contentEncoding', name: 'content-encoding', words: 'encoding of the content' },
];

/** Compares what a text holds and how it is encoded. */
export const compareContent = ({ base, revision }: Pair, spot: Spot): void => {
  for (const { keyword, name, words } of content) {
    const [was, is] = [base[keyword], revision[keyword]];
    if (isSame(was, is)) continue;
    note(spot, {
      suffix: `${name}-changed`,
      effect: 'replaces',
      text: `the ${words} of %place% changed from ${brief(was ?? 'none')} to ${brief(is ?? 'none')}`,
      subject: `${keyword} ${brief(was)} ${brief(is)}`,
      keys: [keyword],
    });
  }
};
