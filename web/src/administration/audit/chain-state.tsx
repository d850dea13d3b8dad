import { Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { count } from '../../lib/text/count.ts';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Time } from '../../ui/text/time.tsx';
import { ChainVerdict } from './chain-verdict.tsx';

/** How the trail stands: its length, whether its end is sealed, and what the last walk along the chain found. */
export function ChainState() {
  const state = useQuery(api.audit.state.queryOptions(undefined, { refetchInterval: 30_000 }));
  // Asked for by the button alone: it walks the whole chain. What it found stays while the console is open.
  const verdict = useQuery(api.audit.verify.queryOptions(undefined, { enabled: false, gcTime: Infinity }));
  return (
    <>
      <ProblemAlert error={state.error} />
      <Group justify="space-between" gap="sm" mb="md">
        <Text style={{ flex: '1 1 300px' }}>
          {state.data &&
            (state.data.isSealed ? (
              <>
                <IconShieldCheck
                  size={16}
                  aria-hidden
                  style={{ verticalAlign: -3, color: 'var(--parley-good)' }}
                />{' '}
                {count(state.data.entries, 'entry', 'entries')}, the newest <Time at={state.data.newestAt} />.
                {state.data.removed > 0 && ` The retention has removed ${state.data.removed} of them.`} The
                end is sealed under the master key.
              </>
            ) : (
              <>
                <IconAlertTriangle
                  size={16}
                  aria-hidden
                  style={{ verticalAlign: -3, color: 'var(--parley-bad)' }}
                />{' '}
                <strong>The end of the trail is not as Parley sealed it.</strong> Verify the chain to see
                where it breaks.
              </>
            ))}
        </Text>
        <Button
          type="button"
          variant="default"
          leftSection={<IconShieldCheck size={14} />}
          loading={verdict.isFetching}
          onClick={() => void verdict.refetch()}
        >
          Verify chain
        </Button>
      </Group>
      <ChainVerdict verdict={verdict.data} error={verdict.error} at={verdict.dataUpdatedAt} />
    </>
  );
}
