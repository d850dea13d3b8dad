import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../diff/diff.ts';
import { contractOf, objectWith, queryOf, worstOf } from '../../testing/fixtures/diff-fixtures.ts';

const text = { type: 'string' };
const whole = { type: 'integer' };
const list = { type: 'array', items: text };
const object = objectWith(text);
const query = (schema: object, more: JsonObject = {}) => contractOf({ parameters: [queryOf(schema, more)] });
const header = (schema: object, more: JsonObject = {}) =>
  contractOf({ parameters: [{ in: 'header', name: 'X-Ids', schema, ...more }] });
const path = (schema: object, more: JsonObject = {}) =>
  contractOf({ parameters: [{ in: 'path', name: 'id', required: true, schema, ...more }] });
const form = (schema: object) =>
  contractOf({ body: objectWith(schema), bodyMedia: 'application/x-www-form-urlencoded' });
const xml = (schema: object) => contractOf({ body: objectWith(schema), bodyMedia: 'application/xml' });
const json = (schema: object) =>
  contractOf({ parameters: [{ in: 'query', name: 'q', content: { 'application/json': { schema } } }] });
const answer = (schema: object) => contractOf({ headers: { 'X-Ids': { schema } } });

describe('what is written into a URL, a header or a form', () => {
  const breaking: [string, JsonObject, JsonObject][] = [
    ['a repeated name becomes one text', query(list), query(text)],
    ['an object that was spread over names becomes one text', query(object), query(text)],
    [
      'an object in brackets becomes one text',
      query(object, { style: 'deepObject' }),
      query(text, { style: 'deepObject' }),
    ],
    ['a list loses its repetition', query(list), query(list, { explode: false })],
    [
      'a list gets another delimiter',
      query(list, { explode: false }),
      query(list, { explode: false, style: 'pipeDelimited' }),
    ],
    ['an object goes into brackets', query(object), query(object, { style: 'deepObject' })],
    ['an object in a header gets equals signs', header(object), header(object, { explode: true })],
    ['a path value gets a dot', path(text), path(text, { style: 'label' })],
    ['a list in a form becomes one text', form(list), form(text)],
    ['repeated elements of XML become one text', xml(list), xml(text)],
    ['a text becomes a number', query(text), query(whole)],
    ['a number in JSON becomes a text', json(whole), json(text)],
    [
      'an element gets another name',
      xml({ ...text, xml: { name: 'a' } }),
      xml({ ...text, xml: { name: 'b' } }),
    ],
    ['an element becomes an attribute', xml(text), xml({ ...text, xml: { attribute: true } })],
  ];
  const silent: [string, JsonObject, JsonObject][] = [
    [
      'the defaults of a query parameter are spelled out',
      query(list),
      query(list, { style: 'form', explode: true }),
    ],
    ['a scalar is exploded', query(text), query(text, { explode: false })],
    ['a scalar changes its style in the query', query(text), query(text, { style: 'spaceDelimited' })],
    ['a list in a header is exploded', header(list), header(list, { explode: true })],
    [
      'a repeated name is a repeated name in every style',
      query(list),
      query(list, { style: 'pipeDelimited', explode: true }),
    ],
    [
      'brackets know no explosion',
      query(object, { style: 'deepObject' }),
      query(object, { style: 'deepObject', explode: true }),
    ],
    ['an element is called as its property', xml(text), xml({ ...text, xml: { name: 'name', prefix: 'x' } })],
    [
      'names of elements, in JSON',
      contractOf({ body: objectWith(text) }),
      contractOf({ body: objectWith({ ...text, xml: { name: 'b' } }) }),
    ],
    [
      'a header parameter that OpenAPI ignores',
      contractOf(),
      contractOf({ parameters: [{ in: 'header', name: 'Authorization', required: true, schema: text }] }),
    ],
  ];
  const compatible: [string, JsonObject, JsonObject][] = [
    ['a number becomes a text', query(whole), query(text)],
    ['numbers or texts become texts', query({ type: ['string', 'integer'] }), query(text)],
    ['texts become texts or numbers', query(text), query({ type: ['string', 'integer'] })],
    [
      'a list between commas becomes one text',
      query(list, { explode: false }),
      query(text, { explode: false }),
    ],
    ['a list in a header becomes one text', header(list), header(text)],
    ['a value becomes a list of repeated names', query(text), query(list)],
    [
      'a header that is read as text holds numbers too',
      answer(text),
      answer({ type: ['string', 'integer'] }),
    ],
    ['a number in a form becomes a text', form(whole), form(text)],
    [
      'named numbers become named texts',
      query({ ...whole, enum: [1, 2] }),
      query({ ...text, enum: ['1', '2'] }),
    ],
    ['a choice of texts or numbers becomes texts', query({ anyOf: [text, whole] }), query(text)],
    ['a list of at most one becomes a text', query({ ...list, maxItems: 1 }), query(text)],
  ];

  test.for(breaking)('%s', ([, base, revision]) => {
    expect(worstOf(base, revision)).toBe('breaking');
  });

  test.for(silent)('%s', ([, base, revision]) => {
    expect(worstOf(base, revision)).toBe('none');
    expect(worstOf(revision, base)).toBe('none');
  });

  test.for(compatible)('%s', ([, base, revision]) => {
    expect(worstOf(base, revision)).toBe('compatible');
  });
});
