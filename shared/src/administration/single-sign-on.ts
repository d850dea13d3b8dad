import { z } from 'zod';
import { Role } from '../scope.ts';
import { emailAddress } from '../words/email.ts';
import { idOf } from '../words/id.ts';
import { SessionView } from './session.ts';
import { ConfirmationView, SignInStep } from './second-factor.ts';

/** The providers that the sign-in page names, ten at most; with more, people type their address first. */
export const SignOnOptions = z.object({
  providers: z.array(z.object({ id: z.string(), name: z.string() })),
  hasMore: z.boolean(),
});
export type SignOnOptions = z.infer<typeof SignOnOptions>;

/** A page of the console. */
const page = z
  .string()
  .max(1000)
  .regex(/^\/(?![/\\])[^\s\\]*$/);

/** By which provider: it is named, or found by the domain of an address. */
export const BeginSignOn = z
  .strictObject({
    providerId: idOf('idp', 'identity provider').optional(),
    email: emailAddress.optional(),
    returnTo: page.optional(),
  })
  .refine(
    ({ providerId, email }) => (providerId === undefined) !== (email === undefined),
    'One of `providerId` and `email`.',
  );
export type BeginSignOn = z.infer<typeof BeginSignOn>;

export const BegunSignOn = z.object({ url: z.string().meta({ description: 'Where the browser goes.' }) });
export type BegunSignOn = z.infer<typeof BegunSignOn>;

const parameter = (max: number) => z.string().max(max).optional();

/** What the provider answered in the address of the callback. */
export const FinishSignOn = z.strictObject({
  state: parameter(500),
  code: parameter(4000),
  iss: parameter(500),
  error: parameter(200),
  errorDescription: parameter(1000),
});
export type FinishSignOn = z.infer<typeof FinishSignOn>;

export const SignOnStep = z.object({
  step: z.enum(['answer', 'email', 'domain', 'role', 'account']),
  passed: z.boolean(),
  text: z.string(),
});
export type SignOnStep = z.infer<typeof SignOnStep>;

/** What a sign-in would have led to, step by step. */
export const TriedSignOn = z.object({
  providerName: z.string(),
  accepted: z.boolean(),
  role: Role.nullable(),
  hasTwoFactors: z.boolean(),
  steps: z.array(SignOnStep),
  claims: z.array(z.object({ name: z.string(), value: z.string() })),
});
export type TriedSignOn = z.infer<typeof TriedSignOn>;

/** What a walk to the provider and back was for, and led to. */
export const FinishedSignOn = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('signed_in'), session: SessionView, returnTo: z.string().nullable() }),
  z.object({ kind: z.literal('second_factor'), step: SignInStep, returnTo: z.string().nullable() }),
  z.object({ kind: z.literal('confirmed'), confirmation: ConfirmationView }),
  z.object({ kind: z.literal('tried'), tried: TriedSignOn, providerId: z.string() }),
]);
export type FinishedSignOn = z.infer<typeof FinishedSignOn>;
