import {
  AccountSessionId,
  AccountSessions,
  SessionsEnded,
  UpdateAccount,
} from '@parley/shared/administration/account';
import { SessionView } from '@parley/shared/administration/session';
import {
  AccountSecurity,
  AddPasskey,
  ConfirmTotp,
  FactorAdded,
  PasskeyId,
  PasskeyOptions,
  RecoveryCodes,
  TotpSetup,
} from '@parley/shared/administration/second-factor';
import { z } from 'zod';
import { router, signedIn } from '../../platform/guard/procedures.ts';
import { addPasskey, beginPasskeyRegistration, removePasskey } from '../passkey/passkey.service.ts';
import {
  beginTotp,
  confirmTotp,
  removeTotp,
  renewRecoveryCodes,
} from '../second-factor/second-factor.service.ts';
import { viewAccountSecurity } from './account-security.service.ts';
import { endOtherSessions, endOwnSession, listOwnSessions, updateAccount } from './account.service.ts';

const changing = signedIn.meta({ access: 'session', idempotency: 'natural' });

// What a thief of a session would do first. Answers hold what is shown once: they are kept for no second time.
const protecting = signedIn.meta({
  access: 'session',
  isAlone: true,
  idempotency: 'cookie',
  isDangerous: true,
});

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

  security: signedIn
    .input(z.void())
    .output(AccountSecurity)
    .query(({ ctx }) => viewAccountSecurity(ctx.em, ctx)),

  beginTotp: protecting
    .input(z.void())
    .output(TotpSetup)
    .mutation(({ ctx }) => beginTotp(ctx.em, ctx)),

  confirmTotp: protecting
    .input(ConfirmTotp)
    .output(FactorAdded)
    .mutation(({ ctx, input }) => confirmTotp(ctx.em, ctx, input)),

  removeTotp: protecting
    .input(z.void())
    .output(z.void())
    .mutation(({ ctx }) => removeTotp(ctx.em, ctx)),

  renewRecoveryCodes: protecting
    .input(z.void())
    .output(RecoveryCodes)
    .mutation(({ ctx }) => renewRecoveryCodes(ctx.em, ctx)),

  beginPasskey: protecting
    .input(z.void())
    .output(PasskeyOptions)
    .mutation(async ({ ctx }) => {
      const { options, cookie } = await beginPasskeyRegistration(ctx.em, ctx);
      ctx.setCookie(cookie);
      return { ...options };
    }),

  addPasskey: protecting
    .input(AddPasskey)
    .output(FactorAdded)
    .mutation(({ ctx, input }) => addPasskey(ctx.em, ctx, input)),

  removePasskey: protecting
    .input(PasskeyId)
    .output(z.void())
    .mutation(({ ctx, input }) => removePasskey(ctx.em, ctx, input.id)),
});
