import { z } from 'zod';
import { Scope } from '../scope.ts';
import { EnvironmentChoice } from '../words/environment.ts';
import { idOf } from '../words/id.ts';
import { text } from '../words/text.ts';
import { KeyOrigin } from './api-key.ts';

/** An entry of an export. What we do not use is passed over: exports have dozens of fields. */
export const ImportedKey = z
  .object({
    hash: z
      .union([
        z.string().max(512),
        z
          .object({
            value: z.string().max(512).meta({ description: 'The hash.' }),
            variant: z.string().max(100).meta({
              description: 'How it was made; `sha256_base64` and `sha256_hex` are taken.',
              example: 'sha256_base64',
            }),
          })
          .meta({
            id: 'NamedHash',
            description: 'A hash and how it was made, as Unkey writes them.',
          }),
      ])
      .meta({
        description: 'SHA-256 of the whole key, in hexadecimal or base64.',
        example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      })
      .optional(),
    key: z.string().max(512).meta({ description: 'A key in clear, which is refused.' }).optional(),
    plaintext: z.string().max(512).meta({ description: 'A key in clear, which is refused.' }).optional(),
    id: z
      .string()
      .max(200)
      .meta({ description: 'Its id where it came from.', example: 'key_3ZHKCUhV' })
      .optional(),
    name: z
      .string()
      .max(200)
      .nullable()
      .meta({ description: 'Its name.', example: 'billing worker' })
      .optional(),
    start: z
      .string()
      .max(60)
      .nullable()
      .meta({ description: 'How it begins, for people.', example: 'acme_3Z' })
      .optional(),
    expires: z
      .union([z.int().min(0), z.string().max(40)])
      .nullable()
      .meta({
        description: 'When it ends: milliseconds since 1970, or ISO 8601.',
        example: 4_102_441_200_000,
      })
      .optional(),
    enabled: z.boolean().meta({ description: '`false`: it is not imported.', example: true }).optional(),
  })
  .meta({ id: 'ImportedKey', description: 'A key of an export, by its hash.' });
export type ImportedKey = z.infer<typeof ImportedKey>;

export const ImportApiKeys = z.strictObject({
  from: KeyOrigin,
  consumerId: idOf('con', 'consumer').optional(),
  environment: EnvironmentChoice,
  scopes: z
    .array(Scope)
    .min(1)
    .max(50)
    .meta({ description: 'What the keys may do here.', example: ['events:read'] }),
  name: text(80, 'For keys that have no name.', 'imported').default('imported'),
  keys: z
    .array(ImportedKey)
    .min(1)
    .max(500)
    .meta({
      description: 'The entries of the export.',
      example: [{ hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', name: 'ci' }],
    }),
});
export type ImportApiKeys = z.infer<typeof ImportApiKeys>;

export const ImportRefusal = z
  .enum(['in_clear', 'other_hash', 'no_hash', 'exists', 'expired', 'disabled'])
  .meta({
    id: 'ImportRefusal',
    description:
      '`in_clear`: the key itself was sent; `other_hash`: not SHA-256; `no_hash`; `exists`: a key with this hash is here; `expired`, `disabled`: it opened nothing.',
    example: 'other_hash',
  });

export const ApiKeysImported = z
  .object({
    imported: z
      .array(
        z
          .object({
            index: z.int().meta({ description: 'Which entry, from 0.' }),
            id: idOf('key', 'API key'),
            name: z.string().meta({ description: 'Its name here.' }),
          })
          .meta({ id: 'KeyImported', description: 'An entry that is a key now.' }),
      )
      .meta({ description: 'Entries that are keys now.' }),
    refused: z
      .array(
        z
          .object({
            index: z.int().meta({ description: 'Which entry, from 0.' }),
            reason: ImportRefusal,
            message: z.string().meta({ description: 'What it is, and what to do.' }),
          })
          .meta({ id: 'KeyNotImported', description: 'An entry that was not taken.' }),
      )
      .meta({ description: 'Entries that were not taken.' }),
  })
  .meta({ id: 'ApiKeysImported', description: 'What became of each entry.' });
export type ApiKeysImported = z.infer<typeof ApiKeysImported>;
