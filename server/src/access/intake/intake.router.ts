import {
  ClaimIntake,
  CommentIntake,
  IntakeClaimed,
  IntakeView,
  NoInput,
  SaveIntake,
} from '@parley/shared/access/intake';
import { byLink, openAlone, router } from '../../platform/guard/procedures.ts';
import { claimIntake } from './intake-access.service.ts';
import { commentIntake, getIntake, saveIntake, submitIntake } from './intake.service.ts';

const tags = ['Intake'];

export const intakeRouter = router({
  claim: openAlone
    .meta({
      access: 'anyone',
      isAlone: true,
      idempotency: 'cookie',
      openapi: {
        method: 'POST',
        path: '/v1/intake/claim',
        operationId: 'claimIntake',
        summary: 'Open a link',
        description: 'Once. The answer is by what the requirement is written from then on, for 30 days.',
        tags,
      },
    })
    .input(ClaimIntake)
    .output(IntakeClaimed)
    .mutation(async ({ ctx, input }) => {
      const { claimed, cookie } = await claimIntake(ctx, input);
      if (cookie !== null) ctx.setCookie(cookie);
      return claimed;
    }),

  get: byLink({
    openapi: {
      method: 'GET',
      path: '/v1/intake',
      operationId: 'getIntake',
      summary: 'Read what the link is for',
      description: 'Takes the credential of a link that was opened, and no other.',
      tags,
    },
  })
    .input(NoInput)
    .output(IntakeView)
    .query(({ ctx }) => getIntake(ctx)),

  save: byLink({
    idempotency: 'natural',
    openapi: {
      method: 'PATCH',
      path: '/v1/intake',
      operationId: 'saveIntake',
      summary: 'Write what is needed',
      description: 'While it is a draft, or changes were requested. What is left out stays.',
      tags,
    },
  })
    .input(SaveIntake)
    .output(IntakeView)
    .mutation(({ ctx, input }) => saveIntake(ctx.em, ctx, input)),

  submit: byLink({
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: '/v1/intake/submit',
      operationId: 'submitIntake',
      summary: 'Hand the requirement in',
      tags,
    },
  })
    .input(NoInput)
    .output(IntakeView)
    .mutation(({ ctx }) => submitIntake(ctx.em, ctx)),

  comment: byLink({
    idempotency: 'door',
    openapi: {
      method: 'POST',
      path: '/v1/intake/comments',
      operationId: 'commentIntake',
      summary: 'Say something to who judges it',
      tags,
    },
  })
    .input(CommentIntake)
    .output(IntakeView)
    .mutation(({ ctx, input }) => commentIntake(ctx.em, ctx, input)),
});
