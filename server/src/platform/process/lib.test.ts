import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextAttemptAt, standardSchedule } from '../outbound/backoff.ts';
import { cursorAfter, idOfCursor, pageFrom } from '../database/cursor.ts';
import { lowestIdAt, newId, timeOfId } from '../secret/id.ts';
import { parseJson } from '../request/json.ts';
import { Problem, viewProblem } from '../request/problem.ts';
import { isWellFormedKey, newKeySecret, SecretBox } from '../secret/secret.ts';
import { storageProblemOf } from '../database/storage-problem.ts';

describe('ids', () => {
  test('sort by the time at which they were made, within a millisecond as well', () => {
    const ids = Array.from({ length: 5000 }, () => newId('evt', Date.now()));

    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(5000);
    expect(ids[0]).toMatch(/^evt_[0-9a-hjkmnp-tv-z]{26}$/);
  });

  test('the lowest id of an instant stands before every id made from then on', () => {
    const now = Date.now() + 3_600_000;

    expect(lowestIdAt('evt', new Date(now).toISOString()) <= newId('evt', now)).toBe(true);
    expect(lowestIdAt('evt', new Date(now + 60_000).toISOString()) > newId('evt', now)).toBe(true);
  });

  test('a clock that was days ahead does not go on in them when it is right again', () => {
    const now = Date.now();
    newId('evt', now + 3 * 86_400_000);

    expect(timeOfId(newId('evt', now))).toBe(now);
  });
});

describe('retry schedule', () => {
  test('is the one of Standard Webhooks, with up to 20 % jitter, and ends', () => {
    const now = new Date(0);

    for (const [attempts, seconds] of standardSchedule.entries()) {
      expect(nextAttemptAt(standardSchedule, attempts, now, 0)?.getTime()).toBe(seconds * 1000);
      expect(nextAttemptAt(standardSchedule, attempts, now, 0.999)?.getTime()).toBeLessThan(
        seconds * 1200 + 1,
      );
    }
    expect(nextAttemptAt(standardSchedule, standardSchedule.length, now, 0)).toBeNull();
  });
});

describe('API key secrets', () => {
  test('have the promised form, and one changed character makes them malformed', () => {
    fc.assert(
      fc.property(fc.constantFrom('live', 'test'), fc.nat(35), (environment, place) => {
        const secret = newKeySecret('parley', environment);
        const at = secret.length - 36 + place;
        const other = secret[at] === 'x' ? 'y' : 'x';
        const changed = secret.slice(0, at) + other + secret.slice(at + 1);

        expect([isWellFormedKey(secret), isWellFormedKey(changed)]).toEqual([true, false]);
      }),
    );
  });

  test('anything else is malformed', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(isWellFormedKey(text)).toBe(false);
      }),
    );
  });
});

test('a sealed value opens for its own purpose and key only', () => {
  const box = new SecretBox(Buffer.alloc(32, 1));
  const sealed = box.seal('whsec_x', 'endpoint 1 secret');

  expect(box.open(sealed, 'endpoint 1 secret')).toBe('whsec_x');
  expect(sealed).not.toContain('whsec');
  expect(() => box.open(sealed, 'endpoint 2 secret')).toThrow();
  expect(() => new SecretBox(Buffer.alloc(32, 2)).open(sealed, 'endpoint 1 secret')).toThrow();
});

describe('cursors', () => {
  test('come back as the id that they were made of; others are refused', () => {
    const id = newId('dlv', Date.now());

    expect(idOfCursor(cursorAfter(id))).toBe(id);
    for (const forged of [
      '',
      'x',
      '%%%',
      Buffer.from("' or 1=1").toString('base64url'),
      `${cursorAfter(id)}=`,
    ])
      expect(() => idOfCursor(forged), forged).toThrow(Problem);
  });

  test('the last page has none', () => {
    const rows = [{ id: 'c' }, { id: 'b' }, { id: 'a' }];

    expect(pageFrom(rows, 2, ({ id }) => id)).toEqual({ items: ['c', 'b'], nextCursor: cursorAfter('b') });
    expect(pageFrom(rows, 3, ({ id }) => id)).toEqual({ items: ['c', 'b', 'a'], nextCursor: null });
  });
});

describe('JSON from outside', () => {
  test('every JSON value that a database can keep comes through unchanged', () => {
    const storable = (value: unknown): boolean => !/\\u(?:0000|d[89a-f])/i.test(JSON.stringify(value));
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }).filter(storable), (value) => {
        fc.pre(!JSON.stringify(value).includes('__proto__'));
        expect(parseJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('a pair of surrogates is a character', () => {
    expect(parseJson('{"a":"\\ud83d\\ude00"}')).toEqual({ a: '😀' });
  });
});

test('a problem tells its reader what happened, and where to read on', () => {
  const view = viewProblem(new Problem('event.not_found'), {
    publicUrl: 'https://parley.example',
    instance: '/v1/events/x',
    requestId: 'req_1',
  });

  expect(view).toEqual({
    type: 'https://parley.example/docs/problems/event.not_found',
    title: 'No such event',
    status: 404,
    detail: 'Check the id.',
    instance: '/v1/events/x',
    code: 'event.not_found',
    requestId: 'req_1',
  });
});

test('a full disk and a database that is away are told from bugs', () => {
  const coded = (code: string) =>
    new Error('wrapped', { cause: Object.assign(new Error('inner'), { code }) });

  expect(storageProblemOf(coded('SQLITE_FULL'))?.code).toBe('storage.full');
  expect(storageProblemOf(coded('53100'))?.code).toBe('storage.full');
  expect(storageProblemOf(coded('SQLITE_BUSY'))?.code).toBe('storage.unavailable');
  expect(storageProblemOf(coded('ECONNREFUSED'))?.code).toBe('storage.unavailable');
  expect(storageProblemOf(coded('23505'))?.code).toBe('storage.conflict');
  expect(storageProblemOf(new TypeError('bug'))).toBeNull();
});
