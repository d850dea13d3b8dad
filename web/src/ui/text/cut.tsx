import classes from './cut.module.css';

/** Text in one line that ends with … where it is longer than `widest`; all of it shows on hovering. */
export function Cut({ text, widest = 'name' }: { text: string; widest?: 'name' | 'url' }) {
  return (
    <span className={classes[widest]} title={text}>
      {text}
    </span>
  );
}
