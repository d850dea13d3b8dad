import { z } from 'zod';
import { idOf } from '../words/id.ts';
import { isoTime, text } from '../words/text.ts';

const base64url = (max: number, description: string) =>
  z
    .string()
    .max(max)
    .regex(/^[\w-]*$/)
    .meta({ description, example: 'AAAA' });

/** Ways to show again who one is. */
export const Factor = z.enum(['password', 'code', 'passkey', 'provider']).meta({
  id: 'Factor',
  description: 'A password, a code of an app, a passkey, or signing in again at the identity provider.',
  example: 'code',
});
export type Factor = z.infer<typeof Factor>;

/** A code of an authenticator app, or one of those that were written down for the day without it. */
const code = z
  .string()
  .trim()
  .min(6)
  .max(40)
  .meta({ description: 'Six digits of the app, or a recovery code.', example: '123456' });

export const FinishSignIn = z.strictObject({ code });

/** What is left to do of a sign-in, after the right password. */
export const SignInStep = z.object({
  secondFactor: z.array(Factor).meta({ description: 'The ways that this person has.' }),
});
export type SignInStep = z.infer<typeof SignInStep>;

/** One of the two. */
export const ConfirmSession = z.strictObject({
  password: z
    .string()
    .max(256)
    .meta({ description: 'The password.', example: 'correct horse battery' })
    .optional(),
  code: code.optional(),
});
export type ConfirmSession = z.infer<typeof ConfirmSession>;

/** How long what is dangerous is open, and how it is opened again. */
export const ConfirmationView = z.object({
  confirmedUntil: isoTime('Until then nothing is asked again.').nullable(),
  by: z.array(Factor).meta({ description: 'The ways by which this person confirms.' }),
});
export type ConfirmationView = z.infer<typeof ConfirmationView>;

export const PasskeyId = z.strictObject({ id: idOf('pk', 'passkey') });

export const PasskeyView = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: isoTime('When it was added.'),
  lastUsedAt: isoTime('The latest sign-in with it.').nullable(),
  isSynced: z.boolean().meta({ description: 'Whether it is kept in more than one device.' }),
  isSuspect: z.boolean().meta({
    description: 'Its counter fell: there may be a copy of it. It is not accepted any more.',
  }),
});
export type PasskeyView = z.infer<typeof PasskeyView>;

/** What the browser is asked, as WebAuthn has it. */
export const PasskeyOptions = z.looseObject({ challenge: z.string() });

const credential = {
  id: base64url(1500, 'The id of the credential.'),
  rawId: base64url(1500, 'The same.'),
  type: z.literal('public-key').meta({ description: 'Nothing else.', example: 'public-key' }),
  clientExtensionResults: z.object({}).meta({ description: 'Not looked at.', example: {} }),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).nullish(),
};

export const PasskeyAssertion = z
  .object({
    ...credential,
    response: z.object({
      clientDataJSON: base64url(8000, 'What the browser signed.'),
      authenticatorData: base64url(8000, 'What the device says.'),
      signature: base64url(8000, 'Its signature.'),
      userHandle: base64url(200, 'Whose it is.').nullish(),
    }),
  })
  .meta({
    description: 'The answer of the browser.',
    example: {
      id: 'AAAA',
      rawId: 'AAAA',
      type: 'public-key',
      clientExtensionResults: {},
      response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' },
    },
  });
export type PasskeyAssertion = z.infer<typeof PasskeyAssertion>;

export const UsePasskey = z.strictObject({ passkey: PasskeyAssertion });

const PasskeyRegistration = z
  .object({
    ...credential,
    response: z.object({
      clientDataJSON: base64url(8000, 'What the browser was asked.'),
      attestationObject: base64url(32_000, 'The new key.'),
      transports: z.array(z.string().max(32)).max(10).nullish(),
    }),
  })
  .meta({
    description: 'The answer of the browser.',
    example: {
      id: 'AAAA',
      rawId: 'AAAA',
      type: 'public-key',
      clientExtensionResults: {},
      response: { clientDataJSON: 'AAAA', attestationObject: 'AAAA' },
    },
  });
export type PasskeyRegistration = z.infer<typeof PasskeyRegistration>;

export const AddPasskey = z.strictObject({
  name: text(100, 'What its owner calls it.', 'Laptop'),
  passkey: PasskeyRegistration,
});
export type AddPasskey = z.infer<typeof AddPasskey>;

/** A key for an authenticator app that counts once a code of it was typed. */
export const TotpSetup = z.object({
  secret: z.string().meta({ description: 'The key, to type into an app.' }),
  uri: z.string().meta({ description: 'The same with all that an app wants to know, for a QR code.' }),
  setup: z.string().meta({ description: 'To be sent back with a code of the app, within 15 minutes.' }),
});
export type TotpSetup = z.infer<typeof TotpSetup>;

export const ConfirmTotp = z.strictObject({
  setup: z.string().min(1).max(1000).meta({ description: 'As it came with the key.', example: 'v1.AAAA' }),
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, 'Six digits.')
    .meta({ description: 'What the app shows.', example: '123456' }),
});
export type ConfirmTotp = z.infer<typeof ConfirmTotp>;

/** Recovery codes are shown once. */
export const RecoveryCodes = z.object({ codes: z.array(z.string()) });

/** A second factor was added; with the first one come recovery codes, shown once. */
export const FactorAdded = z.object({ recoveryCodes: z.array(z.string()).nullable() });
export type FactorAdded = z.infer<typeof FactorAdded>;

/** How an account is protected. */
export const AccountSecurity = z.object({
  hasPassword: z.boolean(),
  hasApp: z.boolean().meta({ description: 'Whether an authenticator app is set up.' }),
  passkeys: z.array(PasskeyView),
  recoveryCodesLeft: z.int(),
  isRequired: z.boolean().meta({ description: 'Whether this Parley asks everybody for a second factor.' }),
  passkeysAt: z
    .string()
    .nullable()
    .meta({ description: 'The origin at which browsers allow passkeys; `null` where there is none.' }),
});
export type AccountSecurity = z.infer<typeof AccountSecurity>;

/** What this installation asks of everybody who signs in. */
export const SecurityPolicyView = z
  .object({
    secondFactorRequired: z.boolean().meta({
      description:
        'Whether who signs in with a password needs a second factor. Who has none can only add one.',
      example: true,
    }),
  })
  .meta({ id: 'SecurityPolicy', description: 'What is asked of everybody who signs in.' });
export type SecurityPolicyView = z.infer<typeof SecurityPolicyView>;

export const UpdateSecurityPolicy = z.strictObject({
  secondFactorRequired: z
    .boolean()
    .meta({ description: 'Whether who signs in with a password needs a second factor.', example: true }),
});
export type UpdateSecurityPolicy = z.infer<typeof UpdateSecurityPolicy>;
