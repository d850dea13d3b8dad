import { z } from 'zod';
import { Scope } from '../scope.ts';
import { Environment } from '../words/environment.ts';
import { idOf } from '../words/id.ts';
import { pageInput, pageOf, withoutPaging } from '../words/page.ts';
import { isoTime, text } from '../words/text.ts';
import { IssuerStatus } from './status.ts';

export const SignatureAlgorithm = z
  .enum(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'])
  .meta({
    id: 'SignatureAlgorithm',
    description:
      'An algorithm with a public key (RFC 7518). Those with a shared key, and `none`, are never accepted.',
    example: 'RS256',
  });
export type SignatureAlgorithm = z.infer<typeof SignatureAlgorithm>;

export const TokenType = z.enum(['at+jwt', 'JWT']).meta({
  id: 'TokenType',
  description:
    '`typ` of the access tokens: `at+jwt` as RFC 9068 says, or `JWT` as many providers write. Identity tokens are refused with either.',
  example: 'at+jwt',
});

const claimName = (description: string, example: string) =>
  text(
    200,
    `${description} The name of a claim, such as \`azp\`, or the way to one inside of another, such as \`realm_access.roles\`.`,
    example,
  );

const issuerUrl = text(
  500,
  'The issuer as it stands in `iss`, to the letter, such as https://login.example/realms/company.',
  'https://login.example/realms/company',
);
const name = text(100, 'What people call it.', 'Company login');
const audience = text(500, 'What tokens for Parley are made out to.', 'https://api.company.example');
const audienceClaim = claimName('The claim that holds the audience, `aud` unless said.', 'aud');
const jwksUrl = text(
  500,
  'Where its public keys are read. Found by the discovery document of the issuer unless said.',
  'https://login.example/realms/company/protocol/openid-connect/certs',
);
const algorithms = z
  .array(SignatureAlgorithm)
  .min(1)
  .max(11)
  .meta({ description: 'Algorithms that are accepted.', example: ['RS256'] });
const tolerance = z
  .int()
  .min(0)
  .max(300)
  .meta({ description: 'By how many seconds its clock may differ from ours, 0 to 300.', example: 30 });
const consumerClaim = claimName('The claim whose value names the consumer.', 'azp');
const environmentClaim = claimName('The claim whose value names the environment.', 'environment').nullable();
const environments = z.record(z.string().min(1).max(200), Environment).meta({
  description: 'Which values of that claim are which environment.',
  example: { production: 'live', staging: 'test' },
});
const scopeClaims = z
  .array(claimName('A claim that holds scopes.', 'scope'))
  .min(1)
  .max(5)
  .meta({
    description: 'The claims that hold scopes: a text with spaces between them, or a list.',
    example: ['scope', 'scp'],
  });
const scopeMap = z.record(z.string().min(1).max(200), z.array(Scope).min(1).max(50)).meta({
  description:
    'Which words of those claims are which scopes of Parley. Without an entry, words that are scopes of Parley count as they are.',
  example: { 'orders.write': ['events:publish'] },
});
const scopes = z
  .array(Scope)
  .min(1)
  .max(50)
  .meta({
    description: 'What tokens of this issuer may do at most. Nobody can grant a scope that they do not hold.',
    example: ['events:publish', 'events:read'],
  });

const environmentOfEntry = Environment.meta({
  description: 'The environment that such a token is for.',
  example: 'live',
});

export const IssuerConsumer = z
  .strictObject({
    value: text(200, 'A value of the claim.', 'northwind-billing'),
    consumerId: idOf('con', 'consumer'),
    environment: environmentOfEntry,
  })
  .meta({
    id: 'IssuerConsumer',
    description: 'Which consumer a value of the claim is.',
    example: {
      value: 'northwind-billing',
      consumerId: 'con_01m3k7q2x8e5v9r4t6w1y0z3ab',
      environment: 'live',
    },
  });
export type IssuerConsumer = z.infer<typeof IssuerConsumer>;

const consumers = z.array(IssuerConsumer).max(500).meta({
  description: 'Which value is which consumer. Of a value that is not here the token is refused.',
  example: [],
});

const IssuerConsumerView = z
  .object({
    id: idOf('isc', 'entry').meta({ description: 'By which the calls of this consumer are counted.' }),
    value: z.string().meta({ description: 'A value of the claim.' }),
    consumerId: idOf('con', 'consumer'),
    consumerName: z.string().meta({ description: 'Name of the consumer.' }),
    environment: Environment,
    lastUsedAt: isoTime('The latest call with such a token, to within a minute.').nullable(),
  })
  .meta({ id: 'IssuerConsumerEntry', description: 'Which consumer a value of the claim is.' });

const IssuerKeys = z
  .object({
    ids: z.array(z.string()).meta({ description: '`kid` of the public keys that are known.' }),
    fetchedAt: isoTime('When they were read the last time.').nullable(),
    triedAt: isoTime('When they were asked for the last time: once a minute at most.').nullable(),
    failure: z.string().nullable().meta({ description: 'Why the last try failed; `null` when it did not.' }),
  })
  .meta({ id: 'IssuerKeys', description: 'The public keys of an issuer, as they are known.' });

export const IssuerView = z
  .object({
    id: idOf('isr', 'issuer'),
    name: z.string().meta({ description: 'What people call it.' }),
    issuer: z.string().meta({ description: 'The issuer as it stands in `iss`.' }),
    jwksUrl: z.string().nullable().meta({ description: 'Where its keys are read, where that was said.' }),
    audience: z.string().meta({ description: 'What tokens for Parley are made out to.' }),
    audienceClaim: z.string().meta({ description: 'The claim that holds the audience.' }),
    algorithms: z.array(SignatureAlgorithm).meta({ description: 'Algorithms that are accepted.' }),
    tokenType: TokenType,
    clockToleranceSeconds: z.int().meta({ description: 'By how much its clock may differ from ours.' }),
    consumerClaim: z.string().meta({ description: 'The claim whose value names the consumer.' }),
    environmentClaim: z
      .string()
      .nullable()
      .meta({ description: 'The claim whose value names the environment.' }),
    environments: z
      .record(z.string(), Environment)
      .meta({ description: 'Which values of that claim are which environment.' }),
    scopeClaims: z.array(z.string()).meta({ description: 'The claims that hold scopes.' }),
    scopeMap: z
      .record(z.string(), z.array(Scope))
      .meta({ description: 'Which words of those claims are which scopes of Parley.' }),
    scopes: z.array(Scope).meta({ description: 'What its tokens may do at most.' }),
    consumers: z.array(IssuerConsumerView).meta({ description: 'Which value is which consumer.' }),
    status: IssuerStatus,
    keys: IssuerKeys,
    createdAt: isoTime('When it was created.'),
    updatedAt: isoTime('When it was last changed.'),
  })
  .meta({ id: 'Issuer', description: 'An OAuth provider of the company whose access tokens are trusted.' });
export type IssuerView = z.infer<typeof IssuerView>;

export const IssuerPage = pageOf(IssuerView);

export const ListIssuers = z.strictObject({ ...pageInput, status: IssuerStatus.optional() });
export type ListIssuers = z.infer<typeof ListIssuers>;

export const CountIssuers = ListIssuers.omit(withoutPaging);
export type CountIssuers = z.infer<typeof CountIssuers>;

export const IssuerId = z.strictObject({ id: idOf('isr', 'issuer') });

export const CreateIssuer = z.strictObject({
  name,
  issuer: issuerUrl,
  audience,
  scopes,
  jwksUrl: jwksUrl.optional(),
  audienceClaim: audienceClaim.default('aud'),
  algorithms: algorithms.default(['RS256']),
  tokenType: TokenType.default('at+jwt'),
  clockToleranceSeconds: tolerance.default(30),
  consumerClaim: consumerClaim.default('client_id'),
  environmentClaim: environmentClaim.default(null),
  environments: environments.default({}),
  scopeClaims: scopeClaims.default(['scope', 'scp']),
  scopeMap: scopeMap.default({}),
  consumers: consumers.default([]),
});
export type CreateIssuer = z.infer<typeof CreateIssuer>;

export const UpdateIssuer = z.strictObject({
  id: idOf('isr', 'issuer'),
  name: name.optional(),
  status: IssuerStatus.optional(),
  audience: audience.optional(),
  scopes: scopes.optional(),
  jwksUrl: jwksUrl.nullable().meta({ example: null }).optional(),
  audienceClaim: audienceClaim.optional(),
  algorithms: algorithms.optional(),
  tokenType: TokenType.optional(),
  clockToleranceSeconds: tolerance.optional(),
  consumerClaim: consumerClaim.optional(),
  environmentClaim: environmentClaim.optional(),
  environments: environments.optional(),
  scopeClaims: scopeClaims.optional(),
  scopeMap: scopeMap.optional(),
  consumers: consumers.optional(),
});
export type UpdateIssuer = z.infer<typeof UpdateIssuer>;

export const TryToken = z.strictObject({
  token: z.string().min(1).max(16_384).meta({
    description: 'An access token of an issuer, as a caller would send it. It is not kept.',
    example: 'eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl',
  }),
});

export const TokenStepName = z
  .enum([
    'form',
    'issuer',
    'algorithm',
    'type',
    'key',
    'signature',
    'audience',
    'time',
    'consumer',
    'environment',
    'scopes',
  ])
  .meta({ id: 'TokenStepName', description: 'What was looked at.', example: 'audience' });
export type TokenStepName = z.infer<typeof TokenStepName>;

export const TokenStep = z
  .object({
    step: TokenStepName,
    passed: z.boolean().meta({ description: 'Whether the token went on from here.' }),
    text: z.string().meta({ description: 'What was found, and what is expected.' }),
  })
  .meta({ id: 'TokenStep', description: 'One thing that was looked at in a token.' });
export type TokenStep = z.infer<typeof TokenStep>;

export const TriedToken = z
  .object({
    accepted: z.boolean().meta({ description: 'Whether a call with it is accepted now.' }),
    issuerId: z.string().nullable().meta({ description: 'The trusted issuer that it names, if it is one.' }),
    consumerId: z.string().nullable().meta({ description: 'The consumer that it acts for.' }),
    consumerName: z.string().nullable().meta({ description: 'Name of that consumer.' }),
    environment: z
      .string()
      .nullable()
      .meta({ description: 'The environment that it is for, `live` or `test`.' }),
    scopes: z.array(Scope).meta({ description: 'What it may do.' }),
    steps: z
      .array(TokenStep)
      .meta({ description: 'What was looked at, in this order; it ends where it failed.' }),
  })
  .meta({ id: 'TriedToken', description: 'Whether a token of an issuer is accepted, step by step.' });
export type TriedToken = z.infer<typeof TriedToken>;
