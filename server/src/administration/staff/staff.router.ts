import {
  InviteStaff,
  ListStaff,
  StaffInvited,
  StaffId,
  StaffPage,
  StaffView,
  UpdateStaff,
} from '@parley/shared/administration/staff';
import { guarded, router } from '../../platform/guard/procedures.ts';
import { resetSecondFactor } from './staff-access.service.ts';
import {
  getStaff,
  inviteStaff,
  isInvitationStillGood,
  listStaff,
  staffTag,
  updateStaff,
} from './staff.service.ts';

const tags = ['Staff'];

export const staffRouter = router({
  list: guarded('staff:read', {
    openapi: { method: 'GET', path: '/v1/staff', operationId: 'listStaff', summary: 'List staff', tags },
  })
    .input(ListStaff)
    .output(StaffPage)
    .query(({ ctx, input }) => listStaff(ctx.em, input)),

  get: guarded('staff:read', {
    tag: staffTag,
    openapi: {
      method: 'GET',
      path: '/v1/staff/{id}',
      operationId: 'getStaff',
      summary: 'Read a person’s account',
      tags,
    },
  })
    .input(StaffId)
    .output(StaffView)
    .query(({ ctx, input }) => getStaff(ctx.em, input.id)),

  invite: guarded('staff:write', {
    isDangerous: true,
    location: '/v1/staff/{staff.id}',
    status: 201,
    idempotency: 'door',
    isStillGood: isInvitationStillGood,
    openapi: {
      method: 'POST',
      path: '/v1/staff',
      operationId: 'inviteStaff',
      summary: 'Invite a person',
      description: 'Creates the account and a link with which the person sets a password.',
      tags,
    },
  })
    .input(InviteStaff)
    .output(StaffInvited)
    .mutation(({ ctx, input }) => inviteStaff(ctx.em, ctx, input)),

  update: guarded('staff:write', {
    tag: staffTag,
    takesIfMatch: true,
    isDangerous: true,
    idempotency: 'natural',
    openapi: {
      method: 'PATCH',
      path: '/v1/staff/{id}',
      operationId: 'updateStaff',
      summary: 'Change a person’s name or role, or disable the account',
      tags,
    },
  })
    .input(UpdateStaff)
    .output(StaffView)
    .mutation(({ ctx, input }) => updateStaff(ctx.em, ctx, input)),

  resetSecondFactor: guarded('staff:write', {
    tag: staffTag,
    takesIfMatch: true,
    isDangerous: true,
    idempotency: 'natural',
    openapi: {
      method: 'POST',
      path: '/v1/staff/{id}/reset-second-factor',
      operationId: 'resetSecondFactor',
      summary: 'Remove a person’s second factors',
      description:
        'For somebody who lost them. Owners only. Removes the app, the passkeys and the recovery codes, and ends every session of the person.',
      tags,
    },
  })
    .input(StaffId)
    .output(StaffView)
    .mutation(({ ctx, input }) => resetSecondFactor(ctx.em, ctx, input.id)),
});
