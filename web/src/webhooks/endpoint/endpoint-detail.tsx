import { Button } from '@mantine/core';
import type { EndpointView } from '@parley/shared/webhooks/endpoint';
import { IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { ObjectHistory } from '../../nouns/audit/object-history.tsx';
import { EndpointBeyondPlan } from '../../nouns/plan/endpoint-beyond-plan.tsx';
import { EndpointPauseNotice } from '../../nouns/endpoint/endpoint-pause-notice.tsx';
import { RecoverLink } from '../../nouns/recovery/recover-link.tsx';
import { ObjectFrame } from '../../ui/object/object-frame.tsx';
import { ObjectPage } from '../../ui/object/object-page.tsx';
import { ObjectTabs } from '../../ui/object/object-tabs.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { rareActs } from './endpoint-acts.ts';
import { EndpointActivity } from './endpoint-activity.tsx';
import { EndpointNumbers } from './endpoint-numbers.tsx';
import { EndpointDialogs } from './endpoint-dialogs.tsx';
import { EndpointOverview } from './endpoint-overview.tsx';
import { EndpointSettings } from './endpoint-settings.tsx';

const route = getRouteApi('/_console/endpoints/$id');

export function EndpointDetail() {
  const { id } = route.useParams();
  const endpoint = useQuery(api.endpoint.get.queryOptions({ id }, { refetchInterval: 10_000 }));
  return (
    <ObjectPage
      kind="Endpoint"
      query={endpoint}
      figures={['Success', 'p95', 'Backlog', 'Deliveries', 'Exhausted']}
      tabs={['Overview', 'Activity', 'Settings', 'History']}
      wayOn={<TextLink to="/endpoints">All endpoints</TextLink>}
    >
      {(one) => <Loaded endpoint={one} />}
    </ObjectPage>
  );
}

function Loaded({ endpoint }: { endpoint: EndpointView }) {
  const navigate = route.useNavigate();
  const { dialog } = route.useSearch();
  const mayWrite = useMay('endpoints:write');
  const mayRecover = useMay('deliveries:write');
  const isActive = endpoint.status === 'active';
  const setDialog = (next: typeof dialog) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });
  return (
    <ObjectFrame
      title={endpoint.url}
      environment={endpoint.environment}
      state={<StatusBadge status={endpoint.health} />}
      description={endpoint.description}
      acts={mayRecover && isActive && <RecoverLink search={recoveryOf(endpoint)} />}
      act={mayWrite && isActive && <SendTest onClick={() => setDialog('test')} />}
      more={mayWrite ? rareActs(endpoint, setDialog) : []}
      numbers={<EndpointNumbers endpoint={endpoint} />}
      notice={
        <>
          {endpoint.pausedUntil && <EndpointPauseNotice until={endpoint.pausedUntil} />}
          <EndpointBeyondPlan endpoint={endpoint} />
        </>
      }
    >
      <ObjectTabs
        label="Parts of this endpoint"
        tabs={[
          { id: 'overview', name: 'Overview', content: <EndpointOverview endpoint={endpoint} /> },
          { id: 'activity', name: 'Activity', content: <EndpointActivity endpoint={endpoint} /> },
          {
            id: 'settings',
            name: 'Settings',
            content: <EndpointSettings endpoint={endpoint} open={mayWrite ? setDialog : undefined} />,
          },
          { id: 'history', name: 'History', content: <ObjectHistory id={endpoint.id} noun="endpoint" /> },
        ]}
      />
      {mayWrite && (
        <EndpointDialogs endpoint={endpoint} dialog={dialog} onClose={() => setDialog(undefined)} />
      )}
    </ObjectFrame>
  );
}

function SendTest({ onClick }: { onClick: () => void }) {
  return (
    <Button type="button" variant="default" leftSection={<IconSend size={14} />} onClick={onClick}>
      Send test event
    </Button>
  );
}

/** A recovery of this endpoint, from its first failure on when it fails. */
function recoveryOf({ id, environment, failingSince }: EndpointView) {
  return { env: environment, endpointId: id, since: failingSince ?? undefined };
}
