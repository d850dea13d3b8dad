/** What can be wrong with routes, and with calls that go through the gateway; rows of the table in `problem.ts`. */
export const gatewayProblems = {
  'route.not_found': { status: 404, title: 'No such route', remedy: 'Check the id.' },
  'route.taken': {
    status: 409,
    title: 'Another route of this API takes the same calls',
    remedy: 'Change that route, or give this one a `match` of its own.',
  },
  'route.upstream_refused': {
    status: 422,
    title: 'An upstream is not one that Parley may call',
    remedy:
      'Use a public http or https address without query. PARLEY_OUTBOUND_ALLOW opens private ranges on purpose.',
  },
  'gateway.no_route': {
    status: 404,
    title: 'No API is served at this address',
    remedy: 'Check the name of the API, and its version, in the address.',
  },
  'gateway.upstream_unreachable': {
    status: 502,
    title: 'The API behind this address could not be reached',
    remedy: 'Try again in a moment. What changes something may have been done.',
  },
  'gateway.upstream_timeout': {
    status: 504,
    title: 'The API behind this address did not answer in time',
    remedy: 'Try again in a moment. What changes something may have been done.',
  },
  'gateway.upstream_unavailable': {
    status: 503,
    title: 'No server of the API behind this address is healthy',
    remedy: 'Nothing was sent to it. Try again after the time in `Retry-After`.',
  },
  'gateway.refused': {
    status: 403,
    title: 'The call is not let through',
    remedy: 'The header `X-Parley-Status` has the status that is meant, and `detail` says why.',
  },
  'gateway.proxy_unknown': {
    status: 403,
    title: 'Only a proxy that is trusted may ask about the calls of others',
    remedy: 'Name the address of the proxy in PARLEY_TRUST_PROXY.',
  },
} as const;
