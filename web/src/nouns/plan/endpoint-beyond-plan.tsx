import { Alert, Text } from '@mantine/core';
import { eventTypesBeyond } from '@parley/shared/access/plan-event-types';
import type { EndpointView } from '@parley/shared/webhooks/endpoint';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { TextLink } from '../../ui/text/text-link.tsx';

/** Says of an endpoint what it asks for and does not get by the plan of its consumer; nothing where it gets all of it. */
export function EndpointBeyondPlan({
  endpoint: { consumerId, environment, eventTypes },
}: {
  endpoint: EndpointView;
}) {
  const mayRead = useMay('consumers:read');
  const plan = useQuery({ ...api.plan.get.queryOptions({ id: consumerId }), enabled: mayRead });
  if (!plan.data?.isEnforced) return null;
  const allowed = plan.data[environment];
  const beyond = eventTypesBeyond(allowed ? allowed.eventTypes : [], eventTypes);
  if (beyond.length === 0) return null;
  return (
    <Alert
      color="yellow"
      variant="light"
      title="It does not get all that it asks for"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      mb="md"
    >
      <Text>
        The{' '}
        <TextLink to="/consumers/$id" params={{ id: consumerId }} search={{ tab: 'plan' }}>
          plan of its consumer
        </TextLink>{' '}
        {allowed ? 'does not have' : `has nothing in ${environment}, and so not`}{' '}
        <code>{beyond.join(', ')}</code>. What is published of these meanwhile can be sent later, by hand or
        by a recovery, once the plan is wider.
      </Text>
    </Alert>
  );
}
