import type { IssueCause } from './issue.ts';

const words: Record<Exclude<IssueCause, 'http'>, string> = {
  timeout: 'No answer in time',
  refused: 'Connection refused',
  connection: 'Connection broken',
  name: 'Host name not found',
  tls: 'TLS fails',
  bad_answer: 'Answer is not valid HTTP',
  blocked: 'URL may not be called',
  disabled: 'Disabled by Parley',
  other: 'Other failures',
};

/** A cause in a few words, such as “HTTP 500”. */
export const causeWords = (cause: IssueCause, httpStatus: number | null): string => {
  if (cause !== 'http') return words[cause];
  return httpStatus === null ? 'Unusual HTTP status' : `HTTP ${httpStatus}`;
};
