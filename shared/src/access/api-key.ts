import { z } from 'zod';
import { Environment, EnvironmentChoice } from '../words/environment.ts';
import { pageInput, pageOf, withoutPaging, wordsFilter } from '../words/page.ts';
import { Scope } from '../scope.ts';
import { Limit, Limits, Network } from './limit.ts';
import { idOf } from '../words/id.ts';
import { farAhead, instant } from '../words/instant.ts';
import { isoTime, text } from '../words/text.ts';
import { ApiKeyStatus } from './status.ts';

/** Where keys are imported from. */
export const KeyOrigin = z.enum(['unkey', 'kong']).meta({
  id: 'KeyOrigin',
  description: 'The key manager that a key was imported from.',
  example: 'unkey',
});

/** What people note of a key. */
export const KeyMetadata = z
  .record(z.string().min(1).max(40), z.string().max(200))
  .refine((fields) => Object.keys(fields).length <= 20, 'At most 20 entries.')
  .meta({ description: 'Notes of your own: up to 20 names with a text each.', example: { team: 'billing' } });

export const ApiKeyView = z
  .object({
    id: idOf('key', 'API key'),
    consumerId: idOf('con', 'consumer'),
    consumerName: z.string().meta({ description: 'Name of the consumer that holds it.' }),
    name: z.string().meta({ description: 'Where the key is used.', example: 'billing worker' }),
    environment: Environment,
    scopes: z.array(Scope).meta({ description: 'What the key may do.', example: ['events:publish'] }),
    networks: z.array(z.string()).meta({
      description: 'Whence it may be used, within what the plan allows; empty for wherever that is.',
      example: ['192.0.2.0/24'],
    }),
    limits: z
      .array(Limit)
      .meta({ description: 'Limits of this key alone, beside those of the plan.', example: [] }),
    metadata: KeyMetadata,
    importedFrom: KeyOrigin.nullable().meta({
      description: 'Where it came from with its hash; `null` when it was made here.',
    }),
    leakedAt: isoTime('When somebody reported to have found it first.').nullable(),
    leakUrl: z.string().nullable().meta({ description: 'Where it was found, as the report says.' }),
    hint: z
      .string()
      .meta({ description: 'Start and last four characters of the secret.', example: 'parley_test_…x7Qd' }),
    status: ApiKeyStatus,
    createdAt: isoTime('When it was created.'),
    expiresAt: isoTime('When it stops working by itself.').nullable(),
    revokedAt: isoTime('When it was revoked.').nullable(),
    lastUsedAt: isoTime('The latest accepted call, to within a minute.').nullable(),
    createdByKeyId: idOf('key', 'API key').nullable().meta({
      description: 'The key that made this one, with which it is revoked; `null` when people made it.',
      example: 'key_01m3k7q2x8e5v9r4t6w1y0z3ab',
    }),
  })
  .meta({
    id: 'ApiKey',
    description: 'A secret that a consumer holds. The secret itself is never shown again.',
  });
export type ApiKeyView = z.infer<typeof ApiKeyView>;

export const ApiKeyCreated = ApiKeyView.extend({
  secret: z.string().meta({
    description: 'The key itself. Shown this once: store it now.',
    example: 'parley_test_0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT00abcd',
  }),
}).meta({ id: 'ApiKeyCreated', description: 'A new key, with its secret this once.' });
export type ApiKeyCreated = z.infer<typeof ApiKeyCreated>;

export const ApiKeyPage = pageOf(ApiKeyView);

export const ListApiKeys = z.strictObject({
  ...pageInput,
  consumerId: idOf('con', 'consumer').optional(),
  environment: Environment.optional(),
  status: ApiKeyStatus.optional(),
  q: wordsFilter('the name and the last four of the key').optional(),
  unusedDays: z
    .int()
    .min(1)
    .max(3650)
    .meta({ description: 'Older than so many days, and not used for as long.', example: 90 })
    .optional(),
  expiresWithinDays: z
    .int()
    .min(1)
    .max(3650)
    .meta({ description: 'Not revoked, and at its end within so many days.', example: 30 })
    .optional(),
});
export type ListApiKeys = z.infer<typeof ListApiKeys>;

export const CountApiKeys = ListApiKeys.omit(withoutPaging);
export type CountApiKeys = z.infer<typeof CountApiKeys>;

export const RevokeApiKey = z.strictObject({
  id: idOf('key', 'API key'),
  keepChildren: z
    .boolean()
    .meta({
      description: '`true`: the keys that were made with it go on without it. Only people may say so.',
      example: false,
    })
    .optional(),
});
export type RevokeApiKey = z.infer<typeof RevokeApiKey>;

export const ApiKeyRevoked = ApiKeyView.extend({
  revokedWithIt: z
    .array(idOf('key', 'API key'))
    .meta({ description: 'Keys that were made with it, or with those, and are revoked too.' }),
}).meta({ id: 'ApiKeyRevoked', description: 'A revoked key, and which others ended with it.' });
export type ApiKeyRevoked = z.infer<typeof ApiKeyRevoked>;

export const ApiKeyId = z.strictObject({ id: idOf('key', 'API key') });

const narrowing = {
  networks: z
    .array(Network)
    .max(50)
    .meta({
      description: 'Whence it may be used, within what the plan allows. Left out: wherever that is.',
      example: ['192.0.2.0/24', '2001:db8::/32'],
    })
    .optional(),
  limits: Limits.meta({
    description: 'Limits of this key alone, beside those of the plan.',
    example: [{ calls: 60, per: 'minute' }],
  }).optional(),
  metadata: KeyMetadata.optional(),
};

export const CreateApiKey = z.strictObject({
  name: text(100, 'Where the key is used, so that you recognise it later.', 'billing worker'),
  consumerId: idOf('con', 'consumer').optional(),
  environment: EnvironmentChoice,
  scopes: z
    .array(Scope)
    .min(1)
    .max(50)
    .meta({
      description: 'What the key may do. Nobody can grant a scope that they do not hold.',
      example: ['events:publish', 'endpoints:read'],
    }),
  expiresAt: instant(
    'When the key stops working by itself. A key that makes another is not outlived by it.',
    farAhead,
  ).optional(),
  ...narrowing,
});
export type CreateApiKey = z.infer<typeof CreateApiKey>;

export const RotateApiKey = z.strictObject({
  id: idOf('key', 'API key'),
  overlapSeconds: z
    .int()
    .min(0)
    .max(30 * 24 * 3600)
    .meta({ description: 'How long the old key keeps working, 0 to 30 days.', example: 86400 })
    .default(86400),
});
export type RotateApiKey = z.infer<typeof RotateApiKey>;

export const VerifyApiKey = z.strictObject({
  secret: z.string().min(1).max(8192).meta({
    description: 'The key, or the access token, as it was presented.',
    example: 'parley_test_0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT00abcd',
  }),
  environment: Environment.meta({ description: 'The environment that it has to be of.' }).optional(),
  scopes: z
    .array(Scope)
    .max(50)
    .meta({ description: 'Scopes that it has to hold, all of them.', example: ['events:read'] })
    .optional(),
  address: z
    .string()
    .max(45)
    .meta({
      description: 'Whence it was presented. A key that is bound to networks is refused without it.',
      example: '192.0.2.7',
    })
    .optional(),
  agent: z
    .string()
    .max(200)
    .meta({ description: 'The `User-Agent` that presented it, for people.', example: 'billing-worker/2.1' })
    .optional(),
  operation: z
    .string()
    .max(300)
    .meta({
      description: 'What is called with it, as limits name it: an operationId, or method and path.',
      example: 'GET /v1/invoices',
    })
    .optional(),
  count: z
    .boolean()
    .meta({
      description:
        '`true`: this is a call, which is counted against the limits of the key, or refused by them.',
      example: true,
    })
    .optional(),
});
export type VerifyApiKey = z.infer<typeof VerifyApiKey>;

export const ApiKeyVerdictReason = z
  .enum([
    'valid',
    'malformed',
    'unknown',
    'revoked',
    'expired',
    'suspended',
    'invalid',
    'environment',
    'network',
    'scope',
    'rate_limited',
  ])
  .meta({
    id: 'ApiKeyVerdictReason',
    description:
      'Why a key or token is accepted, or why not. `suspended`: its consumer is; `invalid`: a token that was altered, is for somebody else, or is of nobody who is trusted; `environment`: it is of another one, or its plan has nothing there; `network`: not from this address; `scope`: it lacks one; `rate_limited`: a limit is used up.',
    example: 'valid',
  });

const VerifiedToken = z
  .object({
    credential: z.enum(['client', 'issuer']).meta({
      id: 'TokenCredential',
      description: '`client`: an OAuth client here; `issuer`: a trusted issuer.',
      example: 'client',
    }),
    id: z.string().meta({
      description: 'Id of the client, or of the entry of the issuer: what its calls are counted under.',
      example: 'cli_01ktp0h27m2f5v8qc3r9a6xzwe',
    }),
    name: z.string().meta({ description: 'Name of the client or issuer.', example: 'billing worker' }),
    consumerId: idOf('con', 'consumer'),
    environment: Environment,
    expiresAt: isoTime('When it ends by itself.'),
  })
  .meta({ id: 'VerifiedToken', description: 'An access token that somebody presented, and whose it is.' });

export const ApiKeyVerdict = z
  .object({
    valid: z.boolean().meta({ description: 'Whether it is accepted now, for what was asked.' }),
    reason: ApiKeyVerdictReason,
    key: ApiKeyView.nullable().meta({
      description: 'The key; `null` when it is malformed or unknown, or when a token was presented.',
    }),
    token: VerifiedToken.optional(),
    scopes: z
      .array(Scope)
      .meta({ description: 'What it may do now: its scopes as far as the plan has them.' })
      .optional(),
    retryAfterSeconds: z
      .int()
      .meta({ description: 'After which a limit has room again; with `rate_limited`.', example: 12 })
      .optional(),
  })
  .meta({ id: 'ApiKeyVerdict', description: 'Whether a presented key or access token is accepted.' });
export type ApiKeyVerdict = z.infer<typeof ApiKeyVerdict>;

const ApiKeyCalls = z
  .object({
    operation: z.string().meta({ description: 'Name of the operation.', example: 'event.publish' }),
    calls: z.int().meta({ description: 'Calls in the last 7 days.' }),
    errors: z.int().meta({ description: 'Of these, how many were refused or failed.' }),
    lastHour: isoTime('Start of the latest hour with a call.'),
  })
  .meta({ id: 'ApiKeyCalls', description: 'How often a key called one operation.' });

/** What a key did lately: the question to ask before revoking it. */
export const ApiKeyActivity = z
  .object({
    lastUsedAt: isoTime('The latest accepted call.').nullable(),
    keysBelow: z.int().meta({ description: 'Active keys that would be revoked with it.' }),
    callsLastDay: z.int().meta({ description: 'Calls in the last 24 hours.' }),
    operations: z.array(ApiKeyCalls).meta({ description: 'What it called in the last 7 days.' }),
  })
  .meta({ id: 'ApiKeyActivity', description: 'What a key did lately.' });
export type ApiKeyActivity = z.infer<typeof ApiKeyActivity>;
