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
import {
  ConfirmationView,
  ConfirmSession,
  FinishSignIn,
  PasskeyOptions,
  SignInStep,
  UsePasskey,
} from '@parley/shared/administration/second-factor';
import { z } from 'zod';
import type { Context } from '../../platform/guard/context.ts';
import { open, openAlone, router, signedIn, signedInAlone } from '../../platform/guard/procedures.ts';
import { acceptInvitation, getInvitation, viewSetUp } from '../invitation/invitation.service.ts';
import { beginPasskey } from '../passkey/passkey.service.ts';
import { confirmByPasskey, confirmSession, getConfirmation } from './confirmation.service.ts';
import { currentSession } from './session-principal.service.ts';
import { changePassword, finishSignIn, signIn, signInByPasskey, signOut } from './session.service.ts';

const sendSession = (
  { setCookie }: Pick<Context, 'setCookie'>,
  { session, cookies }: { session: SessionView; cookies: readonly string[] },
): SessionView => {
  cookies.forEach(setCookie);
  return session;
};

const sendStep = <Answer>(
  { setCookie }: Pick<Context, 'setCookie'>,
  cookies: readonly string[],
  answer: Answer,
) => {
  cookies.forEach(setCookie);
  return answer;
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
    .output(z.union([SessionView, SignInStep]))
    .mutation(async ({ ctx, input }) => {
      const begun = await signIn(ctx, input);
      return 'session' in begun ? sendSession(ctx, begun) : sendStep(ctx, begun.cookies, begun.step);
    }),

  finishSignIn: openAlone
    .input(FinishSignIn)
    .output(SessionView)
    .mutation(async ({ ctx, input }) => sendSession(ctx, await finishSignIn(ctx, input))),

  // The cookie that it sets stands for the question that the browser is asked.
  beginPasskey: openAlone
    .input(z.void())
    .output(PasskeyOptions)
    .mutation(async ({ ctx }) => {
      const { options, cookie } = await beginPasskey(ctx.parts, ctx.visit);
      return sendStep(ctx, [cookie], { ...options });
    }),

  signInByPasskey: openAlone
    .input(UsePasskey)
    .output(SessionView)
    .mutation(async ({ ctx, input }) => sendSession(ctx, await signInByPasskey(ctx, input.passkey))),

  confirmation: signedIn
    .input(z.void())
    .output(ConfirmationView)
    .query(({ ctx }) => getConfirmation(ctx.em, ctx)),

  confirm: signedInAlone
    .input(ConfirmSession)
    .output(ConfirmationView)
    .mutation(({ ctx, input }) => confirmSession(ctx, input)),

  confirmByPasskey: signedInAlone
    .input(UsePasskey)
    .output(ConfirmationView)
    .mutation(({ ctx, input }) => confirmByPasskey(ctx, input.passkey)),

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
