import {
  AcceptInvitation,
  ChangePassword,
  InvitationToken,
  InvitationView,
  SessionView,
  SignIn,
} from '@parley/shared/administration/session';
import { z } from 'zod';
import { open, router, signedIn } from '../../platform/guard/procedures.ts';
import {
  acceptInvitation,
  changePassword,
  currentSession,
  getInvitation,
  isSetUpNeeded,
  signIn,
  signOut,
} from './session.service.ts';
import { everyone } from '../../platform/database/owner.ts';

// For the console only: a browser signs in with a cookie, an integrator has a key. No REST.
export const sessionRouter = router({
  current: open
    .input(z.void())
    .output(SessionView.nullable())
    .query(({ ctx }) => currentSession(ctx.em, ctx.caller)),

  setUp: open
    .input(z.void())
    .output(z.object({ needed: z.boolean() }))
    .query(async ({ ctx }) => ({ needed: await isSetUpNeeded(ctx.parts.openEm(everyone)) })),

  invitation: open
    .input(InvitationToken)
    .output(InvitationView)
    .query(({ ctx, input }) => getInvitation(ctx.parts, input.token)),

  acceptInvitation: open
    .input(AcceptInvitation)
    .output(SessionView)
    .mutation(async ({ ctx, input }) => {
      const { session, cookie } = await acceptInvitation(ctx, input);
      ctx.setCookie(cookie);
      return session;
    }),

  signIn: open
    .input(SignIn)
    .output(SessionView)
    .mutation(async ({ ctx, input }) => {
      const { session, cookie } = await signIn(ctx, input);
      ctx.setCookie(cookie);
      return session;
    }),

  signOut: open
    .input(z.void())
    .output(z.void())
    .mutation(async ({ ctx }) => ctx.setCookie(await signOut(ctx))),

  changePassword: signedIn
    .input(ChangePassword)
    .output(SessionView)
    .mutation(async ({ ctx, input }) => {
      const { session, cookie } = await changePassword(ctx, input);
      ctx.setCookie(cookie);
      return session;
    }),
});
