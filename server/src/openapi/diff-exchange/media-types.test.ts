import { describe, expect, test } from 'vitest';
import { diffContracts, type JsonObject } from '../diff/diff.ts';
import { contractOf, objectWith, worstOf } from '../../testing/fixtures/diff-fixtures.ts';

const text = { type: 'string' };
const asked = (bodyMedia: string) => contractOf({ body: text, bodyMedia });
const answered = (name: string) =>
  contractOf({ operation: { responses: { 200: { content: { [name]: { schema: text } } } } } });

describe('the parameters of a media type', () => {
  const cases: [string, string, inRequest: string, inAnswer: string][] = [
    ['text/csv; charset=utf-8', 'text/csv; charset=utf-16', 'breaking', 'breaking'],
    ['application/vnd.a+json; version=1', 'application/vnd.a+json; version=2', 'breaking', 'breaking'],
    ['text/csv', 'text/csv; header=present', 'breaking', 'compatible'],
    ['text/csv; header=present', 'text/csv', 'compatible', 'breaking'],
    ['application/json', 'application/json; charset=utf-8', 'compatible', 'compatible'],
    ['application/json; charset=utf-8', 'application/json', 'compatible', 'compatible'],
    ['application/json; charset=utf-8', 'application/json; charset=utf-16', 'breaking', 'breaking'],
    ['text/plain', 'text/plain; charset=utf-8', 'compatible', 'compatible'],
    ['text/plain; charset=us-ascii', 'text/plain; charset=utf-8', 'compatible', 'breaking'],
    ['text/csv;charset=utf-8', 'Text/CSV; Charset="UTF-8"', 'none', 'none'],
    ['multipart/mixed; boundary=a', 'multipart/mixed; boundary=b', 'none', 'none'],
    ['application/*; version=1', 'application/json; version=2', 'risky', 'risky'],
  ];

  test.for(cases)('%s to %s', ([base, revision, inRequest, inAnswer]) => {
    expect(worstOf(asked(base), asked(revision))).toBe(inRequest);
    expect(worstOf(answered(base), answered(revision))).toBe(inAnswer);
  });

  test('are named with their values', () => {
    const { changes } = diffContracts(
      answered('text/csv; charset=utf-8'),
      answered('text/csv; charset=utf-16'),
    );

    expect(changes).toMatchObject([
      {
        id: 'response-media-type-parameter-changed',
        text: 'The parameter `charset` of the media type `text/csv` of the 200 response of POST /things changed from `utf-8` to `utf-16`.',
      },
    ]);
  });
});

test('a media type that another one still covers stops nobody who sends it', () => {
  const both = contractOf({
    operation: {
      requestBody: { content: { 'application/json': { schema: text }, '*/*': { schema: text } } },
    },
  });

  expect(worstOf(both, asked('*/*'))).toBe('compatible');
  expect(worstOf(both, asked('application/json'))).toBe('breaking');
});

describe('the encoding of a form', () => {
  const parts = {
    type: 'object',
    properties: {
      meta: objectWith(text),
      file: { type: 'string', format: 'binary' },
      note: text,
      tags: { type: 'array', items: text },
    },
  };
  const multipart = (encoding: JsonObject, media = 'multipart/form-data'): JsonObject => ({
    ...contractOf({ operation: { requestBody: { content: { [media]: { schema: parts, encoding } } } } }),
    openapi: '3.0.3',
  });
  const url = (encoding: JsonObject) => multipart(encoding, 'application/x-www-form-urlencoded');
  const cases: [string, JsonObject, JsonObject, string][] = [
    [
      'the default of an object',
      multipart({}),
      multipart({ meta: { contentType: 'application/json' } }),
      'none',
    ],
    [
      'the default of a file',
      multipart({}),
      multipart({ file: { contentType: 'application/octet-stream' } }),
      'none',
    ],
    [
      'the default of a list of texts',
      multipart({}),
      multipart({ tags: { contentType: 'text/plain' } }),
      'none',
    ],
    [
      'another type',
      multipart({ meta: { contentType: 'application/json' } }),
      multipart({ meta: { contentType: 'text/xml' } }),
      'breaking',
    ],
    [
      'a type less',
      multipart({ file: { contentType: 'image/png, image/gif' } }),
      multipart({ file: { contentType: 'image/png' } }),
      'breaking',
    ],
    [
      'a type more',
      multipart({ file: { contentType: 'image/png' } }),
      multipart({ file: { contentType: 'image/*' } }),
      'compatible',
    ],
    [
      'a header that must be there',
      multipart({}),
      multipart({ note: { headers: { 'X-Id': { required: true } } } }),
      'breaking',
    ],
    [
      'a header that may be there',
      multipart({}),
      multipart({ note: { headers: { 'X-Id': { schema: text } } } }),
      'risky',
    ],
    ['a list that is no longer repeated', url({}), url({ tags: { explode: false } }), 'breaking'],
    ['the defaults of a list', url({}), url({ tags: { style: 'form', explode: true } }), 'none'],
    ['a field that there is not', multipart({}), multipart({ other: { contentType: 'text/csv' } }), 'none'],
    [
      'a body that is no form',
      multipart({}, 'application/json'),
      multipart({ note: { contentType: 'text/csv' } }, 'application/json'),
      'none',
    ],
  ];

  test.for(cases)('%s', ([, base, revision, severity]) => {
    expect(worstOf(base, revision)).toBe(severity);
  });
});
