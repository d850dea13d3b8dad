import type { WaitingKind } from '@parley/shared/overview/home';

interface Words {
  one: string;
  many: string;
  /** What its time is, before it: “ends in 3 days”. */
  at: string;
  /** Where all of them are listed, where that is one place. */
  rest: '/requirements' | '/api-keys' | '/apis' | '/recoveries';
}

/** What people call the kinds of what waits. */
export const waitingWords: Record<WaitingKind, Words> = {
  requirement: {
    one: 'requirement to answer',
    many: 'requirements to answer',
    at: 'declared',
    rest: '/requirements',
  },
  contract_draft: {
    one: 'version to publish or drop',
    many: 'versions to publish or drop',
    at: 'uploaded',
    rest: '/apis',
  },
  not_told: {
    one: 'consumer to tell by hand of a change',
    many: 'consumers to tell by hand of a change',
    at: 'published',
    rest: '/apis',
  },
  sunset: {
    one: 'version near its sunset',
    many: 'versions near their sunset',
    at: 'sunset',
    rest: '/apis',
  },
  key_expiring: { one: 'API key expires soon', many: 'API keys expire soon', at: 'ends', rest: '/api-keys' },
  key_unused: {
    one: 'API key was not used for 90 days',
    many: 'API keys were not used for 90 days',
    at: 'last used or made',
    rest: '/api-keys',
  },
  recovery: {
    one: 'recovery to start or go on with',
    many: 'recoveries to start or go on with',
    at: 'planned',
    rest: '/recoveries',
  },
};
