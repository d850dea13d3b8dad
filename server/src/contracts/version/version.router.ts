import {
  CheckContract,
  CheckView,
  ContractDocumentView,
  ContractVersionDetail,
  ContractVersionKey,
  ContractVersionPage,
  ContractVersionView,
  DeprecateContract,
  ListContractVersions,
  RetireContract,
  UploadContract,
} from '@parley/shared/contracts/contract';
import { prepareRetiring, publishAndTell, retireUnlessCalled } from '../impact/publication.service.ts';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { deprecateContract, reviewContract } from './lifecycle.service.ts';
import { versionTag } from './version-view.ts';
import { getContract, getContractDocument, listContracts } from './version.service.ts';
import { checkContract, uploadContract } from './upload.service.ts';

const tags = ['Contracts'];
/** A document of 20 MiB as text within JSON, with its escapes. */
const bodyBytesMax = 48 * 1024 * 1024;
const at = '/v1/apis/{slug}/versions';

export const contractRouter = router({
  list: guarded('contracts:read', {
    openapi: {
      method: 'GET',
      path: at,
      operationId: 'listContractVersions',
      summary: 'List contract versions',
      tags,
    },
  })
    .input(ListContractVersions)
    .output(ContractVersionPage)
    .query(({ ctx, input }) => listContracts(ctx.em, ctx.parts, input)),

  get: guarded('contracts:read', {
    tag: versionTag,
    openapi: {
      method: 'GET',
      path: `${at}/{id}`,
      operationId: 'getContractVersion',
      summary: 'Read a contract version, its lint and its gate',
      tags,
    },
  })
    .input(ContractVersionKey)
    .output(ContractVersionDetail)
    .query(({ ctx, input }) => getContract(ctx.em, ctx, input)),

  document: guarded('contracts:read', {
    answersText: true,
    openapi: {
      method: 'GET',
      path: `${at}/{id}/document`,
      operationId: 'getContractDocument',
      summary: 'Read the document of a contract version',
      tags,
    },
  })
    .input(ContractVersionKey)
    .output(ContractDocumentView)
    .query(({ ctx, input }) => getContractDocument(ctx.em, input)),

  upload: guarded('contracts:write', {
    mayExist: true,
    location: `${at}/{id}`,
    tag: versionTag,
    idempotency: 'natural',
    status: 201,
    bodyBytesMax,
    exact: { numbers: ['document'] },
    openapi: {
      method: 'POST',
      path: at,
      operationId: 'uploadContract',
      summary: 'Upload a contract',
      description:
        'It becomes a draft. The same contract again, as JSON or YAML, answers the version that it is.',
      tags,
    },
  })
    .input(UploadContract)
    .output(ContractVersionView)
    .mutation(({ ctx, input }) => uploadContract(ctx.em, ctx, input)),

  check: guarded('contracts:read', {
    idempotency: 'natural',
    bodyBytesMax,
    exact: { numbers: ['document'] },
    openapi: {
      method: 'POST',
      path: '/v1/apis/{slug}/check',
      operationId: 'checkContract',
      summary: 'Check a contract without uploading it',
      description: 'Compares it with the newest version, lints it, and says whether it could be published.',
      tags,
    },
  })
    .input(CheckContract)
    .output(CheckView)
    .mutation(({ ctx, input }) => checkContract(ctx.em, ctx, input)),

  review: guarded('contracts:publish', {
    takesIfMatch: true,
    tag: versionTag,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: `${at}/{id}/review`,
      operationId: 'reviewContract',
      summary: 'Mark a draft as reviewed',
      tags,
    },
  })
    .input(ContractVersionKey)
    .output(ContractVersionView)
    .mutation(({ ctx, input }) => reviewContract(ctx.em, ctx, input)),

  publish: guarded('contracts:publish', {
    isDangerous: true,
    takesIfMatch: true,
    tag: versionTag,
    idempotency: 'natural',
    openapi: {
      method: 'POST',
      path: `${at}/{id}/publish`,
      operationId: 'publishContract',
      summary: 'Publish a contract version',
      description:
        'Refused while its gate is closed: lint below the bar, or breaking changes that nobody accepted. Tells the consumers that the changes affect.',
      tags,
    },
  })
    .input(ContractVersionKey)
    .output(ContractVersionView)
    .mutation(({ ctx, input }) => publishAndTell(ctx.em, ctx, input)),

  deprecate: guarded('contracts:publish', {
    isDangerous: true,
    takesIfMatch: true,
    tag: versionTag,
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: `${at}/{id}/deprecate`,
      operationId: 'deprecateContract',
      summary: 'Deprecate a contract version',
      description: 'A later sunset may be set again; an earlier one is refused.',
      tags,
    },
  })
    .input(DeprecateContract)
    .output(ContractVersionView)
    .mutation(({ ctx, input }) => deprecateContract(ctx.em, ctx, input)),

  retire: guarded('contracts:publish', {
    isDangerous: true,
    takesIfMatch: true,
    tag: versionTag,
    idempotency: 'door',
    prepare: prepareRetiring,
    openapi: {
      method: 'POST',
      path: `${at}/{id}/retire`,
      operationId: 'retireContract',
      summary: 'Retire a contract version',
      description: 'Refused while anybody called it within 30 days, unless a reason is given.',
      tags,
    },
  })
    .input(RetireContract)
    .output(ContractVersionView)
    .mutation(({ ctx, input }) => retireUnlessCalled(ctx.em, ctx, input)),
});
