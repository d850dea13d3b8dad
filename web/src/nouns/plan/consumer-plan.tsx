import { Button, Progress, Skeleton, Stack, Text } from '@mantine/core';
import type { LimitState } from '@parley/shared/access/limit';
import type { LimitsUsed, PlanEnvironment, PlanView } from '@parley/shared/access/plan';
import type { Environment } from '@parley/shared/words/environment';
import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { formatNumber } from '../../lib/text/count.ts';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { Time } from '../../ui/text/time.tsx';
import { limitWords } from './plan-text.ts';

const environmentNames: Record<Environment, string> = { live: 'Live', test: 'Test' };

const countedBy: Record<LimitsUsed['countedBy'], string> = {
  process: 'this process',
  database: 'all processes together, in PostgreSQL',
  redis: 'all processes together, in Redis',
};

/** What a consumer may do at most, and how much of its limits is used now. */
export function ConsumerPlan({ id, onEdit }: { id: string; onEdit: () => void }) {
  const plan = useQuery(api.plan.get.queryOptions({ id }));
  const mayEdit = useMay('consumers:approve');
  if (!plan.data) return plan.error ? <ProblemAlert error={plan.error} /> : <Skeleton h={300} radius="lg" />;
  const edit = mayEdit && (
    <Button type="button" variant="default" leftSection={<IconPencil size={14} />} onClick={onEdit}>
      {plan.data.isEnforced ? 'Edit plan' : 'Set a plan'}
    </Button>
  );
  if (!plan.data.isEnforced) return <NoPlan edit={edit} />;
  return (
    <>
      <Section title="Plan" actions={edit}>
        <PlanFacts plan={plan.data} />
      </Section>
      <InEnvironment id={id} environment="live" plan={plan.data.live} />
      <InEnvironment id={id} environment="test" plan={plan.data.test} />
    </>
  );
}

function NoPlan({ edit }: { edit: ReactNode }) {
  return (
    <Section title="No plan" actions={edit}>
      <Text c="dimmed">
        Nothing limits this consumer but the scopes, networks and limits of its own keys. A plan says what all
        of its credentials may do at most, in live and in test, and counts from the next call on.
      </Text>
    </Section>
  );
}

function PlanFacts({ plan }: { plan: PlanView }) {
  return (
    <KeyValue
      facts={[
        ['Days and months', `by the calendar of ${plan.timeZone}`],
        [
          'When calls cannot be counted',
          plan.whenStoreIsAway === 'open'
            ? 'Each process counts by itself'
            : 'Calls that a limit counts are refused',
        ],
        ['Set', <Time key="set" at={plan.updatedAt} />],
      ]}
    />
  );
}

function InEnvironment({
  id,
  environment,
  plan,
}: {
  id: string;
  environment: Environment;
  plan: PlanEnvironment | undefined;
}) {
  return (
    <Section title={environmentNames[environment]}>
      {plan ? (
        <KeyValue
          facts={[
            ['Limits', <Limits key="limits" id={id} environment={environment} />],
            [
              'Networks',
              plan.networks.length === 0 ? (
                'Anywhere'
              ) : (
                <code key="networks">{plan.networks.join(', ')}</code>
              ),
            ],
            [
              'Scopes',
              plan.scopes.length === 0 ? 'None' : <code key="scopes">{plan.scopes.join(', ')}</code>,
            ],
            ['Event types', <EventTypes key="types" eventTypes={plan.eventTypes} />],
          ]}
        />
      ) : (
        <Text c="dimmed">The plan has nothing here: credentials of this environment are refused.</Text>
      )}
    </Section>
  );
}

function EventTypes({ eventTypes }: Pick<PlanEnvironment, 'eventTypes'>) {
  if (!eventTypes) return <>Whichever its endpoints ask for</>;
  return eventTypes.length === 0 ? <>None</> : <code>{eventTypes.join(', ')}</code>;
}

function Limits({ id, environment }: { id: string; environment: Environment }) {
  const used = useQuery({
    ...api.plan.limitsUsed.queryOptions({ id, environment }),
    refetchInterval: 5000,
  });
  if (!used.data) return used.error ? <ProblemAlert error={used.error} /> : <Skeleton h={40} />;
  if (used.data.items.length === 0) return <>None</>;
  return (
    <Stack gap="sm">
      {used.data.items.map((limit) => (
        <OneLimit key={limit.policy} limit={limit} />
      ))}
      <Text size="xs" c="dimmed">
        Counted by {countedBy[used.data.countedBy]}.
      </Text>
    </Stack>
  );
}

function OneLimit({ limit }: { limit: LimitState }) {
  const usedCalls = Math.max(0, limit.calls - limit.left);
  const share = Math.min(100, (usedCalls / limit.calls) * 100);
  return (
    <div>
      <Text size="sm">
        {limitWords(limit)}
        {limit.operations.length > 0 && (
          <>
            {' '}
            of <code>{limit.operations.join(', ')}</code>
          </>
        )}
        : {formatNumber(usedCalls)} used
        {limit.left === 0 && ', none left'}
      </Text>
      <Progress
        value={share}
        color={limit.left === 0 ? 'red' : 'indigo'}
        size="sm"
        mt={4}
        aria-label={`Used of ${limit.policy}`}
      />
    </div>
  );
}
