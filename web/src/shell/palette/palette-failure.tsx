import classes from './command-palette.module.css';
import type { PaletteListProps } from './palette-list.tsx';

/** Stands where the choices of the palette would be, when they could not be loaded. */
export function PaletteFailure({ id }: PaletteListProps) {
  return (
    <p id={id} className={classes.words} role="alert">
      The search could not be loaded. Reload the page; Parley may have been updated meanwhile.
    </p>
  );
}
