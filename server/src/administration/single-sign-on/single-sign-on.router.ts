import { IdentityProviderId } from '@parley/shared/administration/identity-provider';
import {
  BeginSignOn,
  BegunSignOn,
  FinishedSignOn,
  FinishSignOn,
  SignOnOptions,
} from '@parley/shared/administration/single-sign-on';
import { z } from 'zod';
import type { Context } from '../../platform/guard/context.ts';
import { open, openAlone, router, signedInAlone } from '../../platform/guard/procedures.ts';
import {
  beginConfirmation,
  beginSignOn,
  beginTry,
  viewSignOnOptions,
  type Walk,
} from './begin-sign-on.service.ts';
import { finishSignOn } from './finish-sign-on.service.ts';

const sendAway = ({ setCookie }: Pick<Context, 'setCookie'>, { begun, cookie }: Walk): BegunSignOn => {
  setCookie(cookie);
  return begun;
};

// For the console only, as sessions are: a browser walks to the provider and back. No REST.
export const singleSignOnRouter = router({
  options: open
    .input(z.void())
    .output(SignOnOptions)
    .query(({ ctx }) => viewSignOnOptions(ctx.parts)),

  begin: openAlone
    .input(BeginSignOn)
    .output(BegunSignOn)
    .mutation(async ({ ctx, input }) => sendAway(ctx, await beginSignOn(ctx, input))),

  beginConfirmation: signedInAlone
    .input(z.void())
    .output(BegunSignOn)
    .mutation(async ({ ctx }) => sendAway(ctx, await beginConfirmation(ctx))),

  beginTry: signedInAlone
    .meta({ access: 'session', isAlone: true, idempotency: 'cookie', isForOwners: true })
    .input(IdentityProviderId)
    .output(BegunSignOn)
    .mutation(async ({ ctx, input }) => sendAway(ctx, await beginTry(ctx, input))),

  finish: openAlone
    .input(FinishSignOn)
    .output(FinishedSignOn)
    .mutation(async ({ ctx, input }) => {
      const { finished, cookies } = await finishSignOn(ctx, input);
      cookies.forEach(ctx.setCookie);
      return finished;
    }),
});
