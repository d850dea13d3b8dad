import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextAttemptAt, standardSchedule } from '../outbound/backoff.ts';
import { Paging } from '../database/cursor.ts';
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
  const query = { limit: 2, status: 'failed' };
  const rows = [{ id: 'd' }, { id: 'c' }, { id: 'b' }, { id: 'a' }];
  const page = (more: object = {}, list = 'things') => Paging.of(list, { ...query, ...more });
  /** The page of these rows that a query asks for, as a database would find them. */
  const pageOf = (more: object = {}) => {
    const paging = page(more);
    const { isRising, past } = paging;
    const walk = isRising ? rows.toReversed() : rows;
    const found = walk.filter(({ id }) => past === undefined || (isRising ? id > past : id < past));
    const { items, ...cursors } = paging.close(found.slice(0, 3));
    return { ids: items.map(({ id }) => id).join(''), ...cursors };
  };

  test.each([
    ['desc', ['dc', 'ba']],
    ['asc', ['ab', 'cd']],
  ] as const)('lead there and back again, in the order %s', (order, [one, two]) => {
    const first = pageOf({ order });
    const second = pageOf({ order, cursor: first.nextCursor! });
    const back = pageOf({ order, cursor: second.previousCursor! });

    expect([first.ids, second.ids, back.ids]).toEqual([one, two, one]);
    expect([first.previousCursor, second.nextCursor, back.previousCursor]).toEqual([null, null, null]);
    expect(back.nextCursor).toBe(first.nextCursor);
  });

  test('an empty page leads on, and back to where it came from', () => {
    const beyond = page({ cursor: pageOf({ cursor: pageOf().nextCursor! }).previousCursor! });
    const short = page({ cursor: pageOf().nextCursor! }).close([], 'b');
    const none = page({ cursor: pageOf().nextCursor! }).close([]);

    expect(beyond.isRising).toBe(true);
    expect(pageOf({ cursor: short.nextCursor! }).ids).toBe('a');
    expect(pageOf({ cursor: short.previousCursor! }).ids).toBe('dc');
    expect(none.nextCursor).toBeNull();
    expect(pageOf({ cursor: none.previousCursor! }).ids).toBe('ba');
  });

  test('are of one list, its filters and its order; others, and whatever is none, are refused in words', () => {
    const cursor = pageOf().nextCursor!;
    const refusals = [
      () => page({ cursor }, 'others'),
      () => page({ cursor, status: 'pending' }),
      () => page({ cursor, status: ['failed', 'pending'] }),
      () => page({ cursor, order: 'asc' }),
      ...['', 'x', '%%%', `${cursor}=`, Buffer.from("' or 1=1").toString('base64url')].map(
        (forged) => () => page({ cursor: forged }),
      ),
    ];

    for (const refused of refusals) expect(refused).toThrow(/Begin again without one/);
    expect(page({ cursor, limit: 50, status: ['failed'], order: 'desc' }).past).toBe('c');
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
