import { afterAll, expect, test } from 'vitest';
import { findFaults, type Hostile, json, range } from '../../testing/containment.ts';
import { ContractReader } from '../reader/reader.ts';

const reader = new ContractReader({ threads: 1 });
afterAll(async () => reader.close());

const hostile: Hostile[] = [
  [
    'Swagger with media types that multiply',
    'contract.too_complex',
    () =>
      json({
        swagger: '2.0',
        info: { title: 'a', version: '1' },
        produces: range(5000).map((at) => `application/v${at}+json`),
        paths: {
          '/a': {
            get: { responses: { 200: { description: 'k', schema: { enum: range(5000) } } } },
          },
        },
      }),
  ],
  [
    'Swagger with 50,000 headers',
    ['read', 'contract.too_complex'],
    () =>
      json({
        swagger: '2.0',
        info: { title: 'a', version: '1' },
        paths: {
          '/a': {
            get: {
              responses: {
                200: {
                  description: 'k',
                  headers: Object.fromEntries(range(50_000).map((at) => [`X-${at}`, { type: 'string' }])),
                },
              },
            },
          },
        },
      }),
  ],
  [
    'Swagger with parameters that refer to bodies again and again',
    ['read', 'contract.too_complex'],
    () =>
      json({
        swagger: '2.0',
        info: { title: 'a', version: '1' },
        parameters: { b: { name: 'b', in: 'body', schema: { enum: range(2000) } } },
        paths: {
          '/a': { post: { parameters: range(5000).map(() => ({ $ref: '#/parameters/b' })), responses: {} } },
        },
      }),
  ],
];

test.each(hostile)('contained in time: %s', async (...one) => {
  expect(await findFaults(reader, one)).toEqual([]);
});
