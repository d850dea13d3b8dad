import { Alert } from '@mantine/core';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { passkeyFailure } from './passkey.ts';

/** Why a passkey did not work: what the browser says of it, or the problem of the server. */
export function PasskeyFailure({ error }: { error: unknown }) {
  const words = passkeyFailure(error);
  if (!words) return <ProblemAlert error={error} />;
  return (
    <Alert role="alert" color="yellow" title="No passkey was used">
      {words}
    </Alert>
  );
}
