import { singleSignOnProblems } from './single-sign-on-problem.ts';

/** Problems of second factors, passkeys, personal tokens and single sign-on. */
export const securityProblems = {
  ...singleSignOnProblems,
  'auth.confirmation_needed': {
    status: 403,
    title: 'Confirm that it is you',
    remedy: 'Type your password, or use your second factor, and do it again. It holds for 15 minutes.',
  },
  'auth.second_factor_needed': {
    status: 403,
    title: 'This Parley asks for a second factor, and your account has none',
    remedy: 'Add an authenticator app or a passkey under My account. Everything else opens then.',
  },
  'session.second_factor_wrong': {
    status: 403,
    title: 'The code is not right',
    remedy: 'Type the code that the app shows now; each works once. A recovery code works as well, once.',
  },
  'session.step_ended': {
    status: 403,
    title: 'This sign-in took too long, or was finished already',
    remedy: 'Begin again: a step of a sign-in holds for ten minutes, in the browser that began it, once.',
  },
  'session.passkey_refused': {
    status: 403,
    title: 'The passkey was not accepted',
    remedy: 'Use a passkey of this Parley that was not removed, or sign in in another way.',
  },
  'second_factor.setup_ended': {
    status: 409,
    title: 'This set-up of an authenticator app has ended',
    remedy: 'Begin again: a key that is shown holds for 15 minutes.',
  },
  'second_factor.required': {
    status: 409,
    title: 'The last second factor cannot be removed',
    remedy: 'This Parley asks for one. Add another first.',
  },
  'second_factor.none': {
    status: 409,
    title: 'There is no second factor',
    remedy: 'Add an authenticator app or a passkey first.',
  },
  'passkey.not_found': { status: 404, title: 'No such passkey', remedy: 'Check the id.' },
  'passkey.taken': {
    status: 409,
    title: 'This passkey is registered already',
    remedy: 'Remove it where it is, or use another device.',
  },
  'passkey.too_many': {
    status: 409,
    title: 'An account has 20 passkeys at most',
    remedy: 'Remove one that you do not use any more.',
  },
  'passkey.unavailable': {
    status: 409,
    title: 'Browsers allow no passkeys at this address',
    remedy: 'They need https, or localhost. Open the console there, and set PARLEY_PUBLIC_URL to it.',
  },
  'personal_token.not_found': { status: 404, title: 'No such personal token', remedy: 'Check the id.' },
  'personal_token.too_many': {
    status: 409,
    title: 'A person has a hundred personal tokens at most',
    remedy: 'Revoke those that nobody uses: the list says when each was used last.',
  },
} as const;
