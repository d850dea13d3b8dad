import { z } from 'zod';
import { Scope } from '../scope.ts';
import { Environment, EnvironmentChoice } from '../words/environment.ts';
import { idOf } from '../words/id.ts';
import { farAhead, instant } from '../words/instant.ts';
import { pageInput, pageOf, withoutPaging } from '../words/page.ts';
import { isoTime, text } from '../words/text.ts';
import { ClientStatus } from './status.ts';

const ClientAuthentication = z.enum(['secret', 'private_key']).meta({
  id: 'ClientAuthentication',
  description:
    'How it says who it is: `secret` by `client_secret_basic` or `client_secret_post`, `private_key` by `private_key_jwt`.',
  example: 'secret',
});
/** Members of a public JWK that are kept. Whatever else is sent with one is refused. */
export const PublicKey = z
  .strictObject({
    kty: z.enum(['RSA', 'EC', 'OKP']).meta({
      id: 'PublicKeyType',
      description: 'Kind of the key.',
      example: 'EC',
    }),
    kid: text(100, 'Its name: assertions name it in `kid`.', 'worker-2026').optional(),
    alg: text(10, 'The algorithm that it signs with.', 'ES256').optional(),
    use: text(10, '`sig`.', 'sig').optional(),
    n: text(
      1024,
      'Modulus of an RSA key.',
      'sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri23bOdgWp4Dy1Wl',
    ).optional(),
    e: text(8, 'Exponent of an RSA key.', 'AQAB').optional(),
    crv: text(10, 'Curve of an EC or OKP key.', 'P-256').optional(),
    x: text(100, 'Coordinate of an EC or OKP key.', 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU').optional(),
    y: text(100, 'Coordinate of an EC key.', 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0').optional(),
  })
  .meta({
    id: 'PublicKey',
    description: 'A public key as JWK (RFC 7517).',
    example: {
      kty: 'EC',
      crv: 'P-256',
      kid: 'worker-2026',
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    },
  });
export type PublicKey = z.infer<typeof PublicKey>;

const ClientSecretView = z
  .object({
    hint: z.string().meta({
      description: 'Start and last four characters of the secret.',
      example: 'parley_client_test_…x7Qd',
    }),
    createdAt: isoTime('When it was made.'),
    endsAt: isoTime('When it stops working; `null` for the one that stays.').nullable(),
    lastUsedAt: isoTime('When a token was asked for with it the last time, to within a minute.').nullable(),
  })
  .meta({
    id: 'ClientSecret',
    description: 'A secret that works now. The secret itself is never shown again.',
  });

const tokenSeconds = (more: string) =>
  z
    .int()
    .min(60)
    .max(3600)
    .meta({ description: `How long its access tokens work, 60 to 3600 seconds.${more}`, example: 900 });

export const ClientView = z
  .object({
    id: idOf('cli', 'client').meta({
      description: 'Identifier of the client: the `client_id` of OAuth 2.',
      example: 'cli_01m3k7q2x8e5v9r4t6w1y0z3ab',
    }),
    consumerId: idOf('con', 'consumer'),
    consumerName: z.string().meta({ description: 'Name of the consumer that holds it.' }),
    name: z.string().meta({ description: 'Where the client is used.', example: 'billing worker' }),
    environment: Environment,
    scopes: z
      .array(Scope)
      .meta({ description: 'What its tokens may do at most.', example: ['events:publish'] }),
    authentication: ClientAuthentication,
    secrets: z
      .array(ClientSecretView)
      .meta({ description: 'The secrets that work now, the newest first: two while one is replaced.' }),
    publicKeys: z.array(PublicKey).meta({ description: 'The keys that its assertions are verified with.' }),
    tokenSeconds: tokenSeconds(''),
    status: ClientStatus,
    createdAt: isoTime('When it was created.'),
    updatedAt: isoTime('When it was last changed.'),
    expiresAt: isoTime('When it stops working by itself.').nullable(),
    revokedAt: isoTime('When it was revoked.').nullable(),
    lastUsedAt: isoTime('The latest call with one of its tokens, to within a minute.').nullable(),
    createdByKeyId: idOf('key', 'API key').nullable().meta({
      description:
        'The key or client that made this one, with which it is revoked; `null` when people made it.',
      example: 'key_01m3k7q2x8e5v9r4t6w1y0z3ab',
    }),
  })
  .meta({
    id: 'Client',
    description: 'An OAuth 2 client: the twin of an API key, which gets access tokens by client credentials.',
  });
export type ClientView = z.infer<typeof ClientView>;

export const ClientCreated = ClientView.extend({
  secret: z.string().nullable().meta({
    description:
      'The `client_secret`. Shown this once: store it now. `null` for a client that signs with its own key.',
    example: 'parley_client_test_0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT00abcd',
  }),
}).meta({ id: 'ClientCreated', description: 'A client, with its new secret this once.' });
export type ClientCreated = z.infer<typeof ClientCreated>;

export const ClientRevoked = ClientView.extend({
  revokedWithIt: z
    .array(z.string().meta({ description: 'Identifier of the key or client.' }))
    .meta({ description: 'Keys and clients that were made with it, or with those, and are revoked too.' }),
}).meta({ id: 'ClientRevoked', description: 'A revoked client, and what ended with it.' });
export type ClientRevoked = z.infer<typeof ClientRevoked>;

export const ClientPage = pageOf(ClientView);

export const ListClients = z.strictObject({
  ...pageInput,
  consumerId: idOf('con', 'consumer').optional(),
  environment: Environment.optional(),
  status: ClientStatus.optional(),
});
export type ListClients = z.infer<typeof ListClients>;

export const CountClients = ListClients.omit(withoutPaging);
export type CountClients = z.infer<typeof CountClients>;

export const ClientId = z.strictObject({ id: idOf('cli', 'client') });

const name = text(100, 'Where the client is used, so that you recognise it later.', 'billing worker');
const scopes = z
  .array(Scope)
  .min(1)
  .max(50)
  .meta({
    description: 'What its tokens may do at most. Nobody can grant a scope that they do not hold.',
    example: ['events:publish', 'endpoints:read'],
  });
const publicKeys = z.array(PublicKey).min(1).max(5).meta({
  description:
    'Public keys of a client that signs with a key of its own (`private_key_jwt`); it then has no secret.',
});

export const CreateClient = z.strictObject({
  name,
  consumerId: idOf('con', 'consumer').optional(),
  environment: EnvironmentChoice,
  scopes,
  publicKeys: publicKeys.optional(),
  tokenSeconds: tokenSeconds(' 900 unless said.').optional(),
  expiresAt: instant(
    'When the client and its tokens stop working. A key that makes a client is not outlived by it.',
    farAhead,
  ).optional(),
});
export type CreateClient = z.infer<typeof CreateClient>;

export const UpdateClient = z.strictObject({
  id: idOf('cli', 'client'),
  name: name.optional(),
  scopes: scopes
    .meta({
      description: 'What its tokens may do at most; those that were issued before are narrowed at once.',
      example: ['events:publish'],
    })
    .optional(),
  publicKeys: publicKeys
    .meta({ description: 'All public keys of a client that signs with a key of its own.' })
    .optional(),
  tokenSeconds: tokenSeconds(' For tokens from now on.').optional(),
});
export type UpdateClient = z.infer<typeof UpdateClient>;

export const RotateClient = z.strictObject({
  id: idOf('cli', 'client'),
  overlapSeconds: z
    .int()
    .min(0)
    .max(30 * 24 * 3600)
    .meta({ description: 'How long the old secret keeps working, 0 to 30 days.', example: 86400 })
    .default(86400),
  endPrevious: z
    .boolean()
    .meta({
      description: '`true`: a secret that was replaced before and still works ends now.',
      example: false,
    })
    .optional(),
});
export type RotateClient = z.infer<typeof RotateClient>;

const ClientCalls = z
  .object({
    operation: z.string().meta({ description: 'Name of the operation.', example: 'event.publish' }),
    calls: z.int().meta({ description: 'Calls in the last 7 days.' }),
    errors: z.int().meta({ description: 'Of these, how many were refused or failed.' }),
    lastHour: isoTime('Start of the latest hour with a call.'),
  })
  .meta({ id: 'ClientCalls', description: 'How often tokens of a client called one operation.' });

export const ClientActivity = z
  .object({
    lastUsedAt: isoTime('The latest accepted call.').nullable(),
    below: z.int().meta({ description: 'Active keys and clients that would be revoked with it.' }),
    callsLastDay: z.int().meta({ description: 'Calls in the last 24 hours.' }),
    operations: z.array(ClientCalls).meta({ description: 'What it called in the last 7 days.' }),
  })
  .meta({ id: 'ClientActivity', description: 'What a client did lately.' });
export type ClientActivity = z.infer<typeof ClientActivity>;
