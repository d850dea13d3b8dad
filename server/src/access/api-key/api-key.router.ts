import {
  ApiKeyActivity,
  ApiKeyCreated,
  ApiKeyId,
  ApiKeyPage,
  ApiKeyRevoked,
  ApiKeyVerdict,
  ApiKeyView,
  CountApiKeys,
  CreateApiKey,
  ListApiKeys,
  RevokeApiKey,
  RotateApiKey,
  VerifyApiKey,
} from '@parley/shared/access/api-key';
import { ApiKeyCallers } from '@parley/shared/access/api-key-callers';
import { ApiKeysImported, ImportApiKeys } from '@parley/shared/access/key-import';
import { ApiKeyFigures, GetApiKeyFigures } from '@parley/shared/access/api-key-figures';
import { RowCount } from '@parley/shared/words/page';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { apiKeyTag } from './api-key-view.ts';
import {
  countListedApiKeys,
  createApiKey,
  getApiKey,
  getApiKeyActivity,
  listApiKeys,
  revokeApiKey,
  rotateApiKey,
} from './api-key.service.ts';
import { viewKeyCallers } from '../key-caller/key-callers.service.ts';
import { importApiKeys } from '../key-import/key-import.service.ts';
import { verifyApiKey } from '../key-verdict/key-verdict.service.ts';
import { viewApiKeyFigures } from '../key-figures/key-figures.service.ts';
import { isKeyStillGood } from './key-answer.service.ts';

const tags = ['API keys'];

export const apiKeyRouter = router({
  list: guarded('api-keys:read', {
    openapi: {
      method: 'GET',
      path: '/v1/api-keys',
      operationId: 'listApiKeys',
      summary: 'List API keys',
      tags,
    },
  })
    .input(ListApiKeys)
    .output(ApiKeyPage)
    .query(({ ctx, input }) => listApiKeys(ctx.em, ctx.parts, input)),

  /** How many there are, for the list of the console. */
  count: guarded('api-keys:read')
    .input(CountApiKeys)
    .output(RowCount)
    .query(({ ctx, input }) => countListedApiKeys(ctx.em, ctx.parts, input)),

  get: guarded('api-keys:read', {
    tag: apiKeyTag,
    openapi: {
      method: 'GET',
      path: '/v1/api-keys/{id}',
      operationId: 'getApiKey',
      summary: 'Read an API key',
      tags,
    },
  })
    .input(ApiKeyId)
    .output(ApiKeyView)
    .query(({ ctx, input }) => getApiKey(ctx.em, ctx.parts, input.id)),

  activity: guarded('api-keys:read', {
    openapi: {
      method: 'GET',
      path: '/v1/api-keys/{id}/activity',
      operationId: 'getApiKeyActivity',
      summary: 'What an API key did lately',
      description: 'Ask this before revoking a key.',
      tags,
    },
  })
    .input(ApiKeyId)
    .output(ApiKeyActivity)
    .query(({ ctx, input }) => getApiKeyActivity(ctx.em, ctx.parts, input.id)),

  figures: guarded('api-keys:read', {
    openapi: {
      method: 'GET',
      path: '/v1/api-keys/{id}/figures',
      operationId: 'getApiKeyFigures',
      summary: 'See what an API key did day by day, and whether it can be revoked',
      tags,
    },
  })
    .input(GetApiKeyFigures)
    .output(ApiKeyFigures)
    .query(({ ctx, input }) => viewApiKeyFigures(ctx.em, ctx.parts, input)),

  create: guarded('api-keys:write', {
    location: '/v1/api-keys/{id}',
    tag: apiKeyTag,
    status: 201,
    idempotency: 'door',
    isStillGood: isKeyStillGood,
    openapi: {
      method: 'POST',
      path: '/v1/api-keys',
      operationId: 'createApiKey',
      summary: 'Create an API key',
      description:
        'The answer carries the secret, once. Nobody can grant a scope that they do not hold. A key that makes another is not outlived by it: not by `expiresAt`, and when it is revoked, so is the other.',
      tags,
    },
  })
    .input(CreateApiKey)
    .output(ApiKeyCreated)
    .mutation(({ ctx, input }) => createApiKey(ctx.em, ctx, input)),

  rotate: guarded('api-keys:write', {
    isDangerous: true,
    takesIfMatch: true,
    location: '/v1/api-keys/{id}',
    tag: apiKeyTag,
    status: 201,
    idempotency: 'door',
    isStillGood: isKeyStillGood,
    openapi: {
      method: 'POST',
      path: '/v1/api-keys/{id}/rotate',
      operationId: 'rotateApiKey',
      summary: 'Replace an API key',
      description: 'Creates a key with the same rights; the old one keeps working for the overlap.',
      tags,
    },
  })
    .input(RotateApiKey)
    .output(ApiKeyCreated)
    .mutation(({ ctx, input }) => rotateApiKey(ctx.em, ctx, input)),

  revoke: guarded('api-keys:write', {
    isDangerous: true,
    takesIfMatch: true,
    tag: apiKeyTag,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: '/v1/api-keys/{id}/revoke',
      operationId: 'revokeApiKey',
      summary: 'Revoke an API key',
      description:
        'The key, and every key that was made with it, is refused from the next request on. This cannot be undone. A key that may do more than the caller is refused.',
      tags,
    },
  })
    .input(RevokeApiKey)
    .output(ApiKeyRevoked)
    .mutation(({ ctx, input }) => revokeApiKey(ctx.em, ctx, input)),

  verify: guarded('api-keys:read', {
    idempotency: 'natural',
    openapi: {
      method: 'POST',
      path: '/v1/api-keys/verify',
      operationId: 'verifyApiKey',
      summary: 'Check a presented API key or access token',
      description:
        'For services that check credentials themselves. Answers 200 for every key and every access token, of a client or of a trusted issuer; read `valid` and `reason`. Only with `count` it is a call, which its limits count each time.',
      tags,
    },
  })
    .input(VerifyApiKey)
    .output(ApiKeyVerdict)
    .mutation(({ ctx, input }) => verifyApiKey(ctx, input)),

  callers: guarded('api-keys:read', {
    openapi: {
      method: 'GET',
      path: '/v1/api-keys/{id}/callers',
      operationId: 'getApiKeyCallers',
      summary: 'See who calls with an API key',
      description:
        'Addresses and programs, of a rotation those of both keys: read it before the old one is revoked.',
      tags,
    },
  })
    .input(ApiKeyId)
    .output(ApiKeyCallers)
    .query(({ ctx, input }) => viewKeyCallers(ctx.em, input.id, ctx.parts.now())),

  import: guarded('api-keys:write', {
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: '/v1/api-keys/import',
      operationId: 'importApiKeys',
      summary: 'Take over API keys by their hashes',
      description:
        'Keys of an export of Unkey or Kong, by SHA-256; whoever holds them goes on using them. Entries that cannot be taken are named with the reason.',
      tags,
    },
  })
    .input(ImportApiKeys)
    .output(ApiKeysImported)
    .mutation(({ ctx, input }) => importApiKeys(ctx.em, ctx, input)),
});
