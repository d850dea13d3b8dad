import { Button, Skeleton, Text, VisuallyHidden } from '@mantine/core';
import type { DeliveryDetail as Delivery } from '@parley/shared/webhooks/delivery';
import { IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { count } from '../../lib/text/count.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { CodeBlock } from '../../ui/code/code-block.tsx';
import { useWatch, watchedPollMs } from '../../nouns/watch/use-watch.ts';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { LineageTimeline } from '../../nouns/delivery/lineage-timeline.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { AttemptTimeline } from './attempt-timeline.tsx';
import { DeliveryFacts } from './delivery-facts.tsx';
import { ReplayDialog } from './replay-dialog.tsx';
import { VerifyHint } from './verify-hint.tsx';

const route = getRouteApi('/_console/deliveries/$id');
const pollMs = 2000;

const isUnderway = (delivery: Delivery | undefined) =>
  delivery?.status === 'pending' || delivery?.status === 'failed';

export function DeliveryDetail() {
  const { id } = route.useParams();
  const isWatched = useWatch('delivery', api.delivery.get.queryFilter({ id }), { everyMs: pollMs });
  const delivery = useQuery(
    api.delivery.get.queryOptions(
      { id },
      {
        refetchInterval: ({ state }) =>
          isUnderway(state.data) ? (isWatched ? watchedPollMs : pollMs) : false,
      },
    ),
  );
  if (delivery.error && !delivery.data) {
    return (
      <>
        <PageHeader title="Delivery" />
        <ErrorState
          error={delivery.error}
          onRetry={delivery.refetch}
          actions={<TextLink to="/deliveries">All deliveries</TextLink>}
        />
      </>
    );
  }
  if (!delivery.data) {
    return (
      <>
        <PageHeader title="Delivery" />
        <Skeleton h={230} mb="md" radius="lg" />
        <Skeleton h={160} radius="lg" />
      </>
    );
  }
  return <Loaded delivery={delivery.data} />;
}

function Loaded({ delivery }: { delivery: Delivery }) {
  const mayWrite = useMay('deliveries:write');
  return (
    <>
      <PageHeader
        title={`Delivery of ${delivery.eventType}`}
        environment={delivery.environment}
        badge={<StatusBadge status={delivery.status} />}
        description={`To ${delivery.endpointUrl}`}
        actions={mayWrite && <ReplayButton delivery={delivery} />}
      />
      <Section title="Overview">
        <DeliveryFacts delivery={delivery} />
      </Section>
      <VisuallyHidden component="output">
        {delivery.status} after {count(delivery.attempts.length, 'attempt')}
      </VisuallyHidden>
      <Section title="Attempts">
        <AttemptTimeline delivery={delivery} />
      </Section>
      <LineageTimeline id={delivery.id} isLive={isUnderway(delivery)} />
      <Section title="Request body">
        <Text c="dimmed" mb="xs">
          Exactly these bytes are sent and signed.
        </Text>
        <CodeBlock wrap code={delivery.requestBody} label="request body" />
      </Section>
      <Section title="How the receiver verifies it">
        <VerifyHint delivery={delivery} />
      </Section>
    </>
  );
}

function ReplayButton({ delivery }: { delivery: Delivery }) {
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const setDialog = (next: 'replay' | undefined) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });
  return (
    <>
      <Button
        type="button"
        variant="default"
        leftSection={<IconSend size={14} />}
        onClick={() => setDialog('replay')}
      >
        Replay…
      </Button>
      <ReplayDialog delivery={delivery} opened={dialog === 'replay'} onClose={() => setDialog(undefined)} />
    </>
  );
}
