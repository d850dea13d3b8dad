import { Alert, List, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { PlanAsked, PlanPreview } from '@parley/shared/overview/plan-preview';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { previewPlan } from '../../api.ts';
import { count } from '../../lib/text/count.ts';
import { TextLink } from '../../ui/text/text-link.tsx';

const typingMs = 300;
/** How many of each kind are named; a plan that cuts off more than these is looked at again anyway. */
const namedMax = 10;

/** What a plan would cut off of keys, clients and endpoints if it were set now. `null` while it cannot be read. */
export function PlanCuts({ plan }: { plan: PlanAsked | null }) {
  const [asked] = useDebouncedValue(plan, typingMs);
  const preview = useQuery({
    queryKey: ['planPreview', asked],
    queryFn: async () => (asked ? previewPlan(asked) : null),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (!asked || preview.error)
    return <Text c="dimmed">What it cuts off is shown here once all of the plan can be read.</Text>;
  if (!preview.data) return <Text c="dimmed">Looking at what it cuts off …</Text>;
  return <Cuts preview={preview.data} />;
}

function Cuts({ preview: { keys, clients, endpoints } }: { preview: PlanPreview }) {
  const total = keys.length + clients.length + endpoints.length;
  if (total === 0)
    return <Text c="dimmed">It cuts nothing off: no key, client or endpoint of the consumer has more.</Text>;
  return (
    <Alert color="yellow" variant="light" role="note" title="What this cuts off">
      <List size="sm" spacing={4}>
        {endpoints.slice(0, namedMax).map(({ id, url, environment, beyond }) => (
          <List.Item key={id}>
            <TextLink to="/endpoints/$id" params={{ id }}>
              {url}
            </TextLink>{' '}
            in {environment} would not get all of <code>{beyond.join(', ')}</code>.
          </List.Item>
        ))}
        {keys.slice(0, namedMax).map((one) => (
          <List.Item key={one.id}>
            Key{' '}
            <TextLink to="/api-keys/$id" params={{ id: one.id }}>
              {one.name}
            </TextLink>{' '}
            <Lost credential={one} />
          </List.Item>
        ))}
        {clients.slice(0, namedMax).map((one) => (
          <List.Item key={one.id}>
            Client{' '}
            <TextLink to="/clients/$id" params={{ id: one.id }}>
              {one.name}
            </TextLink>{' '}
            <Lost credential={one} />
          </List.Item>
        ))}
      </List>
      <MoreCuts rest={[keys, clients, endpoints].map((some) => Math.max(0, some.length - namedMax))} />
    </Alert>
  );
}

function Lost({
  credential: { environment, isRefused, beyond },
}: {
  credential: PlanPreview['keys'][number];
}) {
  return isRefused ? (
    <>in {environment} would be refused: the plan has nothing there.</>
  ) : (
    <>
      in {environment} could no longer use <code>{beyond.join(', ')}</code>.
    </>
  );
}

function MoreCuts({ rest }: { rest: readonly number[] }) {
  const more = rest.reduce((sum, one) => sum + one, 0);
  return more > 0 ? (
    <Text size="sm" mt="xs">
      And {count(more, 'other')}.
    </Text>
  ) : null;
}
