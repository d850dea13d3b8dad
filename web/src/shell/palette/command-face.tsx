import { Keys } from '../../ui/text/keys.tsx';
import classes from './command-palette.module.css';
import { MarkedText } from './marked-text.tsx';
import type { Command } from './use-commands.ts';

/** A page or an act, with the keys that do the same. */
export function CommandFace({ command, query }: { command: Command; query: string }) {
  const { label, icon: CommandIcon, shortcut } = command;
  return (
    <>
      <CommandIcon size={16} stroke={1.7} aria-hidden />
      <span className={classes.what}>
        <span className={classes.name}>
          <MarkedText text={label} query={query} />
        </span>
      </span>
      {shortcut && (
        <span className={classes.keys}>
          <Keys of={shortcut} />
        </span>
      )}
    </>
  );
}
