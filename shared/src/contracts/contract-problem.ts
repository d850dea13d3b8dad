/** What can be wrong with a contract that is sent; rows of the table in `problem.ts`. */
export const contractProblems = {
  'contract.invalid': {
    status: 422,
    title: 'The contract cannot be read',
    remedy: 'Each entry of `errors` names a place by JSON Pointer, line and column, and what is wrong there.',
  },
  'contract.unsupported': {
    status: 422,
    title: 'This is not an OpenAPI document',
    remedy: 'Send OpenAPI 3.0, 3.1 or 3.2 as JSON or YAML, in UTF-8, or Swagger 2.0.',
  },
  'contract.too_large': {
    status: 413,
    title: 'The contract is too large',
    remedy: 'Keep the document, or all of its files together, within 20 MiB.',
  },
  'contract.too_complex': {
    status: 422,
    title: 'The contract is more than can be read safely',
    remedy:
      'Nest less deeply, use fewer aliases, and split what is generated; `detail` says which limit it was.',
  },
  'contract.busy': {
    status: 503,
    title: 'Too many contracts are being read',
    remedy: 'Send it again in a moment.',
  },
  'api.not_found': { status: 404, title: 'No such API', remedy: 'Check the slug.' },
  'api.slug_taken': { status: 409, title: 'The slug is taken', remedy: 'Choose another slug.' },
  'contract.not_found': {
    status: 404,
    title: 'No such contract version',
    remedy: 'Check the id, or upload a version first.',
  },
  'contract.gate_closed': {
    status: 409,
    title: 'The contract may not be published yet',
    remedy:
      'Each entry of `errors` is one reason. Accept a breaking change by its fingerprint, or upload a version without it.',
  },
  'contract.state': {
    status: 409,
    title: 'The contract version is in another state',
    remedy: 'Its life runs: draft, reviewed, published, deprecated, sunset, retired.',
  },
  'contract.sunset_too_early': {
    status: 422,
    title: 'The sunset is too early',
    remedy: 'Give the days of grace that the API promises, and never less than was announced.',
  },
  'contract.still_called': {
    status: 409,
    title: 'Consumers still call it',
    remedy: 'Wait until nobody does, or give a reason.',
  },
  'contract_change.not_found': {
    status: 404,
    title: 'No such change',
    remedy: 'Check the fingerprint, and between which versions the change is.',
  },
  'contract_change.not_accepted': {
    status: 404,
    title: 'No such acceptance',
    remedy: 'Check the fingerprint.',
  },
} as const;
