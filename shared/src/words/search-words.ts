import { text } from './text.ts';

/** The longest search. */
export const searchLengthMax = 200;

/**
 * What is searched for: of the search over everything, and the `q` of a list, which takes its ids from the same index
 * (`matchingIds`). In a list it is optional.
 */
export const searchWords = text(
  searchLengthMax,
  'Words, each of which has to be there: letters of a name, a URL, an e-mail address, the last four of an API key, an id, a subject. Case and accents make no difference.',
  'northwind',
);
