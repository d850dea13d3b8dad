import { Button, VisuallyHidden } from '@mantine/core';
import type { DeliveryDetail as Delivery } from '@parley/shared/webhooks/delivery';
import { IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { count } from '../../lib/text/count.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { useWatch, watchedPollMs } from '../../nouns/watch/use-watch.ts';
import { Beside } from '../../ui/object/beside.tsx';
import { ObjectFrame } from '../../ui/object/object-frame.tsx';
import { ObjectPage } from '../../ui/object/object-page.tsx';
import { ObjectTabs } from '../../ui/object/object-tabs.tsx';
import { ObjectHistory } from '../../nouns/audit/object-history.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { AttemptWaterfall } from './attempt-waterfall.tsx';
import { DeliveryFacts } from './delivery-facts.tsx';
import { DeliveryNumbers } from './delivery-numbers.tsx';
import { DeliveryRequest } from './delivery-request.tsx';
import { DeliveryResponse } from './delivery-response.tsx';
import { ReplayDialog } from './replay-dialog.tsx';

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
  return (
    <ObjectPage
      kind="Delivery"
      query={delivery}
      figures={['Attempts', 'Last answer', 'It took', 'Next attempt']}
      tabs={['Overview', 'Request', 'Response', 'History']}
      wayOn={<TextLink to="/deliveries">All deliveries</TextLink>}
    >
      {(one) => <Loaded delivery={one} />}
    </ObjectPage>
  );
}

function Loaded({ delivery }: { delivery: Delivery }) {
  const mayWrite = useMay('deliveries:write');
  return (
    <ObjectFrame
      title={`Delivery of ${delivery.eventType}`}
      environment={delivery.environment}
      state={<StatusBadge status={delivery.status} />}
      description={`To ${delivery.endpointUrl}`}
      act={mayWrite && <ReplayButton delivery={delivery} />}
      numbers={<DeliveryNumbers delivery={delivery} />}
    >
      <VisuallyHidden component="output">
        {delivery.status} after {count(delivery.attempts.length, 'attempt')}
      </VisuallyHidden>
      <ObjectTabs
        label="Parts of this delivery"
        tabs={[
          { id: 'overview', name: 'Overview', content: <Overview delivery={delivery} /> },
          { id: 'request', name: 'Request', content: <DeliveryRequest delivery={delivery} /> },
          { id: 'response', name: 'Response', content: <DeliveryResponse delivery={delivery} /> },
          { id: 'history', name: 'History', content: <ObjectHistory id={delivery.id} noun="delivery" /> },
        ]}
      />
    </ObjectFrame>
  );
}

function Overview({ delivery }: { delivery: Delivery }) {
  return (
    <Beside
      aside={
        <Section title="About">
          <DeliveryFacts delivery={delivery} />
        </Section>
      }
    >
      <Section title="Attempts">
        <AttemptWaterfall delivery={delivery} />
      </Section>
    </Beside>
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
