import type { Environment } from '@parley/shared/words/environment';
import { EnvironmentBadge } from '../text/environment-badge.tsx';

/** The title of a dialog that acts on something of one environment, which it names. */
export function DialogTitle({ title, environment }: { title: string; environment: Environment }) {
  return (
    <>
      {title} <EnvironmentBadge environment={environment} />
    </>
  );
}
