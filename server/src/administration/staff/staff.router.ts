import {
  DeclaredActs,
  InviteStaff,
  ListStaff,
  StaffInvited,
  StaffId,
  StaffPage,
  StaffView,
  UpdateStaff,
} from '@parley/shared/administration/staff';
import { z } from 'zod';
import { guarded, router, signedIn } from '../../platform/guard/procedures.ts';
import { endSingleSignOn, resetSecondFactor } from './staff-access.service.ts';
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

  /** What each role may do, for the console: whoever is signed in may know who could help them. */
  acts: signedIn
    .input(z.void())
    .output(DeclaredActs)
    .query(({ ctx }) => [...ctx.declaredActs]),

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
    isForOwners: true,
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

  endSingleSignOn: guarded('staff:write', {
    tag: staffTag,
    takesIfMatch: true,
    isForOwners: true,
    isDangerous: true,
    idempotency: 'natural',
    openapi: {
      method: 'POST',
      path: '/v1/staff/{id}/end-single-sign-on',
      operationId: 'endSingleSignOn',
      summary: 'Separate an account from its identity provider',
      description:
        'For somebody who has a new login at the provider. Owners only. Sessions that the provider began end; the next sign-in by it joins the account anew.',
      tags,
    },
  })
    .input(StaffId)
    .output(StaffView)
    .mutation(({ ctx, input }) => endSingleSignOn(ctx.em, ctx, input.id)),
});
