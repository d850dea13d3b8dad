import { isObject } from '../../platform/request/json.ts';
import { ExactNumber } from '@parley/shared/words/json-number';
import type { SlipNotes } from './slips.ts';

/** Nothing is left of a value; its field is as if it were not there. */
export const gone = Symbol('gone');

/** Where a leaf stands. */
export interface LeafPlace {
  notes: SlipNotes;
  minor: number;
  /** The value is of another type: says so, and answers what is left. */
  reject: (value: unknown, wanted: string) => unknown;
}

type Reader = (value: unknown, place: LeafPlace) => unknown;

/** The type of a value in words: `a list`. */
export const typeIn = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null && !(value instanceof ExactNumber)) return 'an object';
  if (typeof value === 'string') return 'text';
  return typeof value === 'boolean' ? `\`${value}\`` : 'a number';
};

const isNumber = (value: unknown): boolean => typeof value === 'number' || value instanceof ExactNumber;
const isScalar = (value: unknown): boolean => isNumber(value) || typeof value === 'boolean';

/** Whether a value is an empty collection of the other sort: some languages write both in one way. */
export const isEmpty = (value: unknown): boolean =>
  Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;

const readText: Reader = (value, { notes, reject }) => {
  if (typeof value === 'string') return value;
  if (!isScalar(value)) return reject(value, 'text');
  notes.note('openapi/wrong-type', () => `This should be text, and is ${typeIn(value)}: put it into quotes.`);
  return String(value);
};

const checked =
  (isFine: (text: string) => boolean, what: string): Reader =>
  (value, place) => {
    const text = readText(value, place);
    if (typeof text === 'string' && !isFine(text))
      place.notes.note('openapi/wrong-value', () => `This is no ${what}.`);
    return text;
  };

const readFlag: Reader = (value, { reject }) =>
  typeof value === 'boolean' ? value : reject(value, '`true` or `false`');

const readNumber: Reader = (value, { reject }) => (isNumber(value) ? value : reject(value, 'a number'));

const readCount: Reader = (value, { notes, reject }) => {
  if (!isNumber(value)) return reject(value, 'a whole number');
  const count = Number(value);
  if (!Number.isInteger(count) || count < 0)
    notes.note('openapi/wrong-value', () => 'This should be a whole number from 0 on.');
  return value;
};

/** A flag beside the bound before 3.1, the bound itself since. */
const readBound: Reader = (value, { notes, minor, reject }) => {
  if (!isScalar(value)) return reject(value, minor > 0 ? 'a number' : '`true` or `false`');
  if (minor > 0 === (typeof value === 'boolean'))
    notes.note('openapi/other-version', () =>
      minor > 0
        ? 'Since OpenAPI 3.1 this is the bound itself, a number.'
        : 'Before OpenAPI 3.1 this is `true` or `false`, beside the bound.',
    );
  return value;
};

const readTexts: Reader = (value, place) => {
  const { notes, reject } = place;
  if (typeof value === 'boolean') {
    // As drafts of JSON Schema before the fourth had it, for `required` of a property.
    notes.note('openapi/other-version', () => `This should be a list of names. \`${value}\` says nothing.`);
    return gone;
  }
  if (isObject(value) && isEmpty(value)) {
    notes.note('openapi/wrong-type', () => 'This should be a list, and is an object without members.');
    return [];
  }
  if (!Array.isArray(value)) return reject(value, 'a list of texts');
  if (value.every((item) => typeof item === 'string')) return value;
  return value.flatMap((item, index) => readItem(item, index, place));
};

const readItem = (item: unknown, index: number, place: LeafPlace): unknown[] => {
  if (item === null) {
    place.notes.note('openapi/empty-field', () => 'There is nothing in this item.', String(index));
    return [];
  }
  place.notes.way.push(String(index));
  const text = readText(item, place);
  place.notes.way.pop();
  return text === gone ? [] : [text];
};

const readValues: Reader = (value, { notes, reject }) => {
  if (Array.isArray(value)) return value;
  if (!isEmpty(value)) return reject(value, 'a list');
  notes.note('openapi/wrong-type', () => 'This should be a list, and is an object without members.');
  return gone;
};

/** Nobody compares examples: a schema of 3.0 has one, one of 3.1 a list. */
const readExamples: Reader = (value, { notes }) => {
  if (Array.isArray(value)) return value;
  notes.note('openapi/wrong-type', () => `This should be a list, and is ${typeIn(value)}.`);
  return gone;
};

const readers: Readonly<Record<string, Reader>> = {
  text: readText,
  url: checked((text) => URL.canParse(text, 'https://a.test/') && !/\s/.test(text.trim()), 'URL'),
  email: checked((text) => /^[^\s@]+@[^\s@]+$/.test(text), 'e-mail address'),
  flag: readFlag,
  number: readNumber,
  count: readCount,
  bound: readBound,
  texts: readTexts,
  values: readValues,
  examples: readExamples,
};

/** What is left of a value without fields: itself, something that means the same, or {@link gone}. */
export const readLeaf = (leaf: string, value: unknown, place: LeafPlace): unknown =>
  (readers[leaf] ?? ((data: unknown) => data))(value, place);
