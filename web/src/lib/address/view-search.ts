import { parseSearch, stringifySearch } from './search-params.ts';

/** What an address says besides how a list is looked at: where in it, at which row, in which environment, in which dialog. */
const passing = ['cursor', 'look', 'view', 'env', 'dialog', 'staffId'];

/** What a saved view keeps of an address: filters, order and columns, as text without `?`. */
export function viewSearchOf(address: string): string {
  const kept = Object.entries(parseSearch(address)).filter(([name]) => !passing.includes(name));
  return stringifySearch(Object.fromEntries(kept.toSorted(([a], [b]) => (a < b ? -1 : 1)))).slice(1);
}

/** Whether an address says nothing of how the list is looked at, so that it opens as its reader is used to. */
export function isPlain(address: string): boolean {
  return Object.keys(parseSearch(address)).every((name) => name === 'env');
}
