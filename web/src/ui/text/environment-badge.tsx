import type { Environment } from '@parley/shared/words/environment';
import classes from './environment-badge.module.css';

/** To which of the two worlds something belongs, as a word. */
export function EnvironmentBadge({ environment }: { environment: Environment }) {
  return (
    <span className={classes.badge} data-environment={environment}>
      {environment === 'live' ? 'Live' : 'Test'}
    </span>
  );
}
