import {
  AccountSessionId,
  AccountSessions,
  SessionsEnded,
  UpdateAccount,
} from '@parley/shared/administration/account';
import { SessionView } from '@parley/shared/administration/session';
import { z } from 'zod';
import { router, signedIn } from '../../platform/guard/procedures.ts';
import { endOtherSessions, endOwnSession, listOwnSessions, updateAccount } from './account.service.ts';

const changing = signedIn.meta({ access: 'session', idempotency: 'natural' });

// For the console only, as sessions are: what belongs to a person is reached by that person's cookie. No REST.
export const accountRouter = router({
  update: changing
    .input(UpdateAccount)
    .output(SessionView)
    .mutation(({ ctx, input }) => updateAccount(ctx.em, ctx, input)),

  sessions: signedIn
    .input(z.void())
    .output(AccountSessions)
    .query(({ ctx }) => listOwnSessions(ctx.em, ctx)),

  endSession: changing
    .input(AccountSessionId)
    .output(SessionsEnded)
    .mutation(({ ctx, input }) => endOwnSession(ctx.em, ctx, input)),

  endOtherSessions: changing
    .input(z.void())
    .output(SessionsEnded)
    .mutation(({ ctx }) => endOtherSessions(ctx.em, ctx)),
});
