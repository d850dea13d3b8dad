import { isMac } from '../../lib/shortcut/use-shortcut.ts';
import classes from './command-palette.module.css';
import type { SearchResults } from './use-search-results.ts';

const stateOf = (text: string, { found, error, isCurrent }: SearchResults): string => {
  if (text === '') return '';
  if (error !== null) return 'The search failed';
  if (!isCurrent) return 'Searching…';
  const count = found?.groups.reduce((sum, { hits }) => sum + hits.length, 0) ?? 0;
  if (count === 0) return 'Nothing found';
  return count === 1 ? '1 result' : `${count} results`;
};

/** How the search stands, said aloud, and the keys. */
export function PaletteFoot({ text, results }: { text: string; results: SearchResults }) {
  return (
    <div className={classes.foot}>
      <output>{stateOf(text, results)}</output>
      <span className={classes.hints}>
        <kbd>↑</kbd> <kbd>↓</kbd> choose · <kbd>↵</kbd> open · <kbd>{isMac ? '⌘' : 'Ctrl'}</kbd> <kbd>↵</kbd>{' '}
        in a new tab
      </span>
    </div>
  );
}
