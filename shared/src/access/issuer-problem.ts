/** What can be wrong with a trusted issuer; rows of the table in `problem.ts`. */
export const issuerProblems = {
  'issuer.not_found': { status: 404, title: 'No such issuer', remedy: 'Check the id.' },
  'issuer.taken': {
    status: 409,
    title: 'This issuer is trusted already',
    remedy: 'Change the one that is there: tokens name their issuer, and each has one entry.',
  },
  'issuer.url_refused': {
    status: 422,
    title: 'The address is not one that Parley may call',
    remedy:
      'Use a public https address, as it stands in `iss`. PARLEY_OUTBOUND_ALLOW opens private ranges on purpose.',
  },
  'issuer.refreshed': {
    status: 429,
    title: 'The keys of the issuer were asked for a moment ago',
    remedy: 'They are asked for once a minute at most. Wait for the time in `Retry-After`.',
  },
} as const;
