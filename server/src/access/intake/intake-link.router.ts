import {
  CreateIntakeLink,
  IntakeLinkCreated,
  IntakeLinkKey,
  IntakeLinkPage,
  IntakeLinkView,
  ListIntakeLinks,
} from '@parley/shared/access/intake';
import { guarded, router } from '../../platform/guard/procedures.ts';
import {
  createIntakeLink,
  getIntakeLink,
  intakeLinkTag,
  isLinkStillGood,
  listIntakeLinks,
  revokeIntakeLink,
} from './intake-link.service.ts';

const tags = ['Intake'];
const at = '/v1/consumers/{consumerId}/intake-links';

export const intakeLinkRouter = router({
  list: guarded('consumers:read', {
    openapi: {
      method: 'GET',
      path: at,
      operationId: 'listIntakeLinks',
      summary: 'List the links by which a consumer writes requirements',
      tags,
    },
  })
    .input(ListIntakeLinks)
    .output(IntakeLinkPage)
    .query(({ ctx, input }) => listIntakeLinks(ctx.em, ctx, input)),

  get: guarded('consumers:read', {
    tag: intakeLinkTag,
    openapi: {
      method: 'GET',
      path: `${at}/{id}`,
      operationId: 'getIntakeLink',
      summary: 'Read a link',
      tags,
    },
  })
    .input(IntakeLinkKey)
    .output(IntakeLinkView)
    .query(({ ctx, input }) => getIntakeLink(ctx.em, ctx, input)),

  create: guarded('consumers:write', {
    location: `${at}/{link.id}`,
    status: 201,
    idempotency: 'door',
    isStillGood: isLinkStillGood,
    openapi: {
      method: 'POST',
      path: at,
      operationId: 'createIntakeLink',
      summary: 'Make a link by which an integrator writes a requirement',
      description:
        'Without an account. It is opened once, and ends those that there were for the same requirement. Its address is answered once.',
      tags,
    },
  })
    .input(CreateIntakeLink)
    .output(IntakeLinkCreated)
    .mutation(({ ctx, input }) => createIntakeLink(ctx.em, ctx, input)),

  revoke: guarded('consumers:write', {
    tag: intakeLinkTag,
    takesIfMatch: true,
    idempotency: 'natural',
    openapi: {
      method: 'POST',
      path: `${at}/{id}/revoke`,
      operationId: 'revokeIntakeLink',
      summary: 'End a link, and what was opened by it',
      tags,
    },
  })
    .input(IntakeLinkKey)
    .output(IntakeLinkView)
    .mutation(({ ctx, input }) => revokeIntakeLink(ctx.em, ctx, input)),
});
