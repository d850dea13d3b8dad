import {
  AcceptInvitation,
  CommandLineView,
  ChangePassword,
  InvitationToken,
  InvitationView,
  SessionView,
  SetUpView,
  SignIn,
} from '@parley/shared/administration/session';
import { z } from 'zod';
import type { Context } from '../../platform/guard/context.ts';
import { open, openAlone, router, signedIn, signedInAlone } from '../../platform/guard/procedures.ts';
import {
  acceptInvitation,
  changePassword,
  currentSession,
  getInvitation,
  signIn,
  signOut,
  viewSetUp,
} from './session.service.ts';

const sendSession = (
  { setCookie }: Pick<Context, 'setCookie'>,
  { session, cookies }: { session: SessionView; cookies: readonly string[] },
): SessionView => {
  cookies.forEach(setCookie);
  return session;
};

// For the console only: a browser signs in with a cookie, an integrator has a key. No REST.
export const sessionRouter = router({
  current: open
    .input(z.void())
    .output(SessionView.nullable())
    .query(({ ctx }) => currentSession(ctx.em, ctx.caller)),

  setUp: open
    .input(z.void())
    .output(SetUpView)
    .query(({ ctx }) => viewSetUp(ctx.parts)),

  commandLine: signedIn
    .input(z.void())
    .output(CommandLineView)
    .query(({ ctx }) => ctx.parts.commandLine),

  invitation: open
    .input(InvitationToken)
    .output(InvitationView)
    .query(({ ctx, input }) => getInvitation(ctx.parts, input.token)),

  acceptInvitation: openAlone
    .input(AcceptInvitation)
    .output(SessionView)
    .mutation(async ({ ctx, input }) => sendSession(ctx, await acceptInvitation(ctx, input))),

  signIn: openAlone
    .input(SignIn)
    .output(SessionView)
    .mutation(async ({ ctx, input }) => sendSession(ctx, await signIn(ctx, input))),

  signOut: open
    .meta({ access: 'anyone', idempotency: 'natural' })
    .input(z.void())
    .output(z.void())
    .mutation(async ({ ctx }) => ctx.setCookie(await signOut(ctx))),

  changePassword: signedInAlone
    .input(ChangePassword)
    .output(SessionView)
    .mutation(async ({ ctx, input }) => sendSession(ctx, await changePassword(ctx, input))),
});
