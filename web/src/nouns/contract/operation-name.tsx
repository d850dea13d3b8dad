import classes from './operation-name.module.css';

/** An operation, “GET /pets”, as code with its method in bold. */
export function OperationName({ name }: { name: string }) {
  const end = name.indexOf(' ');
  if (end < 0) return <code className={classes.name}>{name}</code>;
  return (
    <code className={classes.name}>
      <span className={classes.method}>{name.slice(0, end)}</span>
      {name.slice(end)}
    </code>
  );
}
