import {
  AuditEntryId,
  AuditEntryPage,
  AuditEntryView,
  AuditState,
  AuditVerdict,
  ListAuditEntries,
} from '@parley/shared/administration/audit';
import { z } from 'zod';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { getAuditEntry, listAuditEntries } from './audit.service.ts';
import { auditStateOf } from './audit-state.service.ts';
import { verifyAudit } from './audit-verdict.service.ts';

const tags = ['Audit'];

export const auditRouter = router({
  list: guarded('audit:read', {
    openapi: {
      method: 'GET',
      path: '/v1/audit-entries',
      operationId: 'listAuditEntries',
      summary: 'List audit entries',
      description: 'A key sees the entries that concern its own consumer.',
      tags,
    },
  })
    .input(ListAuditEntries)
    .output(AuditEntryPage)
    .query(({ ctx, input }) => listAuditEntries(ctx.em, input)),

  get: guarded('audit:read', {
    openapi: {
      method: 'GET',
      path: '/v1/audit-entries/{id}',
      operationId: 'getAuditEntry',
      summary: 'Read an audit entry',
      tags,
    },
  })
    .input(AuditEntryId)
    .output(AuditEntryView)
    .query(({ ctx, input }) => getAuditEntry(ctx.em, input.id)),

  state: guarded('staff:read')
    .input(z.void())
    .output(AuditState)
    .query(({ ctx }) => auditStateOf(ctx.em)),

  // The whole chain, so for people and the command line: a key sees a part of it only.
  verify: guarded('staff:read')
    .input(z.void())
    .output(AuditVerdict)
    .query(({ ctx }) => verifyAudit(ctx.em)),
});
