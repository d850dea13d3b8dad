import { Button, Group, Text } from '@mantine/core';
import type { EndpointHealth, EndpointView } from '@parley/shared/webhooks/endpoint';
import type { Environment } from '@parley/shared/words/environment';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../api.ts';
import { problemOf } from '../../lib/problem/problem.ts';
import type { Chosen } from '../../ui/list/list-table.tsx';

interface Filters {
  environment: Environment;
  consumerId: string | undefined;
  status: EndpointView['status'] | undefined;
  health: EndpointHealth[] | undefined;
  q: string | undefined;
}

/** Plans to disable or enable the endpoints that are chosen, and leads to the plan. Nothing is changed before it is started. */
export function SwitchChosen({ chosen, filters }: { chosen: Chosen; filters: Filters }) {
  const navigate = useNavigate();
  const plan = useMutation(
    api.bulkChange.plan.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries(api.bulkChange.pathFilter());
        await navigate({ to: '/bulk-changes/$id', params: { id } });
      },
    }),
  );
  const { environment, ...asked } = filters;
  const make = (action: 'disable' | 'enable') =>
    plan.mutate({ action, environment, ...(chosen.isAll ? asked : { endpointIds: [...chosen.ids] }) });
  return (
    <Group gap="xs">
      <Button
        type="button"
        size="xs"
        variant="default"
        disabled={plan.isPending}
        onClick={() => make('disable')}
      >
        Disable…
      </Button>
      <Button
        type="button"
        size="xs"
        variant="default"
        disabled={plan.isPending}
        onClick={() => make('enable')}
      >
        Enable…
      </Button>
      {plan.error && (
        <Text size="sm" c="var(--parley-bad)" role="alert">
          {problemOf(plan.error).detail ?? problemOf(plan.error).title}
        </Text>
      )}
    </Group>
  );
}
