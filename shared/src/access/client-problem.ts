/** What can be wrong with an OAuth client; rows of the table in `problem.ts`. */
export const clientProblems = {
  'client.not_found': { status: 404, title: 'No such client', remedy: 'Check the id.' },
  'client.inactive': {
    status: 409,
    title: 'The client is not active',
    remedy: 'Create a new one: a revoked or expired client does not come back.',
  },
  'client.rotating': {
    status: 409,
    title: 'Two secrets of the client work already',
    remedy:
      'Wait until the older one has ended, or send `endPrevious: true`: it then ends at once, and the one before the new one stays for the overlap.',
  },
  'client.without_secret': {
    status: 409,
    title: 'The client has no secret',
    remedy: 'It signs with a key of its own. Change its `publicKeys` instead.',
  },
  'client.key_refused': {
    status: 422,
    title: 'A public key of the client cannot be used',
    remedy:
      'Send public keys as JWK: RSA of 2048 to 4096 bits, EC of the curve P-256, or OKP of the curve Ed25519.',
  },
  'client.broader': {
    status: 403,
    title: 'The client may do more than the caller',
    remedy: 'Ask a person, or use a credential that holds the scopes named in `detail` and lasts as long.',
  },
} as const;
