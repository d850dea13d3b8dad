import type { SearchKind } from '@parley/shared/overview/search';
import classes from './command-palette.module.css';
import { kindTitles } from './kinds.ts';

const listed = new Intl.ListFormat('en', { type: 'conjunction' });

/** That nothing was found, where it was looked for, and what else may be tried. */
export function NothingFound({ text, searched }: { text: string; searched: readonly SearchKind[] }) {
  const places = listed.format(searched.map((kind) => kindTitles[kind].toLowerCase().replace('api', 'API')));
  return (
    <div className={classes.words}>
      <p>
        <strong>Nothing has “{text.slice(0, 80)}”.</strong>{' '}
        {searched.length > 0 && `Searched: ${places}, live and test.`}
      </p>
      <p>
        One or two letters are looked for where words begin. Events and deliveries are found by the beginning
        of an id, an own id or a subject; in the payloads nothing is searched.
      </p>
    </div>
  );
}
