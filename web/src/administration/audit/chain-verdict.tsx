import { Alert } from '@mantine/core';
import type { AuditVerdict } from '@parley/shared/administration/audit';
import { IconCircleX, IconShieldCheck } from '@tabler/icons-react';
import { absoluteTime } from '../../lib/time/relative-time.ts';
import { count, formatNumber } from '../../lib/text/count.ts';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';

/** What the walk along the hash chain found. Nothing before there was one. `at` is when it ended. */
export function ChainVerdict({
  verdict,
  error,
  at,
}: {
  verdict: AuditVerdict | undefined;
  error: unknown;
  at: number;
}) {
  return (
    <div aria-live="polite">
      <ProblemAlert error={error} />
      {!error && verdict?.intact === true && (
        <Alert
          color="green"
          mb="md"
          title={`The chain is intact up to entry ${formatNumber(verdict.entries)}`}
          icon={<IconShieldCheck size={18} />}
        >
          {verdict.detail} Checked {absoluteTime(new Date(at))}. To show later that no older state was put in
          its place, keep this elsewhere: <code>{verdict.head}</code>
        </Alert>
      )}
      {!error && verdict?.intact === false && (
        <Alert color="red" mb="md" title="The chain is broken" icon={<IconCircleX size={18} />}>
          {verdict.detail} {count(verdict.entries, 'entry', 'entries')} before fit together; then it breaks at{' '}
          <Break at={verdict.brokenAt} />. Compare with a backup before you rely on anything after this point.
        </Alert>
      )}
    </div>
  );
}

function Break({ at }: { at: string | null }) {
  if (!at?.startsWith('aud_')) return at ?? 'an unknown place';
  return (
    <TextLink to="/audit/$id" params={{ id: at }}>
      {at}
    </TextLink>
  );
}
