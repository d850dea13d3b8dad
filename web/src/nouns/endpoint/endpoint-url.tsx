import classes from './endpoint-url.module.css';

/** A URL on one line; the end of a long one is cut off and shows in the tooltip. */
export function EndpointUrl({ url }: { url: string }) {
  return (
    <span className={classes.url} title={url}>
      {url}
    </span>
  );
}
