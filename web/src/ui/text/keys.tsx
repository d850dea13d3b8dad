import { Fragment } from 'react';
import { keyCaps } from '../../lib/shortcut/key-press.ts';
import { type ShortcutId, shortcuts } from '../../lib/shortcut/shortcuts.ts';
import { isMac } from '../../lib/shortcut/use-shortcut.ts';
import classes from './keys.module.css';

/** The keys of a shortcut as they stand on the keyboard; the first of several, or `keys`, one of them. */
export function Keys({ of, keys = shortcuts[of].keys[0] }: { of: ShortcutId; keys?: string }) {
  return (
    <span className={classes.keys}>
      {keyCaps(keys, isMac).map((caps, stroke) => (
        <Fragment key={caps.join()}>
          {stroke > 0 && <span>then</span>}
          {caps.map((cap) => (
            <kbd key={cap}>{cap}</kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}
