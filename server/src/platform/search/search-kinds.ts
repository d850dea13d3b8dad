/** What is in the index, and the letter that its grams begin with: each kind is looked up apart from all others. */
export const searchKinds = {
  consumer: 'c',
  api_key: 'k',
  endpoint: 'e',
  event_type: 't',
  staff: 's',
  api: 'a',
  contract_version: 'v',
  operation: 'o',
  notice: 'n',
} as const;
export type SearchKind = keyof typeof searchKinds;

/** Kinds of which each belongs to one consumer: a key finds its own. */
export const ownedKinds: ReadonlySet<SearchKind> = new Set(['consumer', 'api_key', 'endpoint', 'notice']);
