import { z } from 'zod';
import { idOf } from '../words/id.ts';
import { isoTime } from '../words/text.ts';

export const KeyCallerView = z
  .object({
    address: z
      .string()
      .nullable()
      .meta({ description: 'Its address; `null` when it was not told.', example: '192.0.2.7' }),
    agent: z
      .string()
      .nullable()
      .meta({ description: 'Its `User-Agent`; `null` when it sent none.', example: 'billing-worker/2.1' }),
    calls: z.int().meta({ description: 'Calls since the first.', example: 1204 }),
    firstAt: isoTime('The first call that is known.'),
    lastAt: isoTime('The latest call, to within some seconds.'),
  })
  .meta({ id: 'KeyCaller', description: 'An address and a program that called with a key.' });
export type KeyCallerView = z.infer<typeof KeyCallerView>;

export const KeyInUse = z
  .object({
    id: idOf('key', 'API key'),
    name: z.string().meta({ description: 'Where the key is used.' }),
    hint: z.string().meta({ description: 'Start and last four characters of the secret.' }),
    isActive: z.boolean().meta({ description: 'Whether it is still accepted.' }),
    expiresAt: isoTime('When it stops working by itself.').nullable(),
    lastUsedAt: isoTime('The latest accepted call, to within a minute.').nullable(),
    callers: z.array(KeyCallerView).meta({ description: 'Who called with it, the latest first.' }),
  })
  .meta({ id: 'KeyInUse', description: 'The other key of a rotation, and who uses it.' });
export type KeyInUse = z.infer<typeof KeyInUse>;

/** Who calls with a key. */
export const ApiKeyCallers = z
  .object({
    items: z
      .array(KeyCallerView)
      .meta({ description: 'Who called with it within 90 days, the latest first, a hundred at most.' }),
    sinceLeak: z.array(KeyCallerView).meta({
      description: 'Those who called since it was reported as leaked; empty when it was not.',
    }),
    operationsSinceLeak: z
      .array(
        z
          .object({
            operation: z.string().meta({ description: 'Name of the operation.', example: 'event.list' }),
            calls: z.int().meta({ description: 'Calls in and after the hour of the report.' }),
            errors: z.int().meta({ description: 'Of these, how many were refused or failed.' }),
          })
          .meta({ id: 'CallsSinceLeak', description: 'How often a leaked key called one operation.' }),
      )
      .meta({ description: 'What it called since it was reported as leaked; empty when it was not.' }),
    replaces: KeyInUse.nullable().meta({ description: 'The key that it replaced; `null` for none.' }),
    replacedBy: KeyInUse.nullable().meta({ description: 'The key that replaced it; `null` for none.' }),
  })
  .meta({ id: 'ApiKeyCallers', description: 'Who calls with a key, and who still with the one before it.' });
export type ApiKeyCallers = z.infer<typeof ApiKeyCallers>;
