/** Problems of identity providers and of signing in by them; rows of the table in `problem.ts`. */
export const singleSignOnProblems = {
  'identity_provider.not_found': { status: 404, title: 'No such identity provider', remedy: 'Check the id.' },
  'identity_provider.taken': {
    status: 409,
    title: 'This identity provider is set up already',
    remedy: 'Change the one that is there: each issuer is set up once.',
  },
  'identity_provider.domain_taken': {
    status: 409,
    title: 'A domain belongs to another identity provider',
    remedy: 'Take the domain named in `detail` from the other provider first: a domain has one.',
  },
  'identity_provider.url_refused': {
    status: 422,
    title: 'The address is not one that Parley may call',
    remedy:
      'Use a public https address, as the provider says it of itself. PARLEY_OUTBOUND_ALLOW opens private ranges on purpose.',
  },
  'single_sign_on.only': {
    status: 403,
    title: 'People of this domain sign in by their company',
    remedy: 'Use the button with the name of the provider on the sign-in page.',
  },
  'single_sign_on.domain_unknown': {
    status: 404,
    title: 'No provider signs in people of this domain',
    remedy: 'Check the address, or sign in with a password or a passkey.',
  },
  'single_sign_on.unavailable': {
    status: 503,
    title: 'The identity provider could not be asked',
    remedy: 'Try again in a minute. An owner finds the reason by “Test” in the settings of single sign-on.',
  },
  'single_sign_on.refused': {
    status: 403,
    title: 'The answer of the identity provider was not accepted',
    remedy: 'Begin again on the sign-in page, in one tab. If it stays so, show `detail` to an owner.',
  },
  'single_sign_on.email_refused': {
    status: 403,
    title: 'The identity provider does not vouch for an address',
    remedy:
      'Confirm your address at the provider, or ask who looks after it to send `email` and `email_verified`.',
  },
  'single_sign_on.domain_refused': {
    status: 403,
    title: 'The identity provider does not speak for this domain',
    remedy: 'Sign in with an address of the company, or ask an owner to add the domain to the provider.',
  },
  'single_sign_on.no_role': {
    status: 403,
    title: 'None of your groups has a role here',
    remedy:
      'Ask who looks after the provider to add you to a group that has one, or an owner to give one of yours a role.',
  },
  'single_sign_on.account_refused': {
    status: 403,
    title: 'This account may not sign in',
    remedy: 'Ask an owner: `detail` says what stands in the way.',
  },
  'single_sign_on.not_again': {
    status: 403,
    title: 'The identity provider did not ask you again',
    remedy:
      'Sign in there again when it asks. If it never does, sign out and in, and add an authenticator app or a passkey under My account: you confirm by that from then on.',
  },
} as const;
