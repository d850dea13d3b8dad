import classes from './command-palette.module.css';

/** Stands where the choices of the palette will be. */
export function PaletteLoading({ id }: { id: string }) {
  return (
    <output id={id} className={classes.words}>
      Getting ready. What you write is kept.
    </output>
  );
}
