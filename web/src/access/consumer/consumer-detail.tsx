import { Alert } from '@mantine/core';
import type { ConsumerView } from '@parley/shared/access/consumer';
import { IconAlertTriangle, IconKey } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { ObjectHistory } from '../../nouns/audit/object-history.tsx';
import { ConsumerNumbers, consumerNumberLabels } from '../../nouns/consumer/consumer-numbers.tsx';
import { ConsumerPlan } from '../../nouns/plan/consumer-plan.tsx';
import { EditPlanDialog } from '../../nouns/plan/edit-plan-dialog.tsx';
import { IntakeLinkDialog } from '../../nouns/requirement/intake-link-dialog.tsx';
import { ObjectFrame } from '../../ui/object/object-frame.tsx';
import { ObjectPage } from '../../ui/object/object-page.tsx';
import { ObjectTabs } from '../../ui/object/object-tabs.tsx';
import { ButtonLink } from '../../ui/text/button-link.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { ConsumerActivity } from './consumer-activity.tsx';
import { consumerActs } from './consumer-acts.ts';
import { ConsumerOverview } from './consumer-overview.tsx';
import { ConsumerSettings } from './consumer-settings.tsx';
import { EditConsumerDialog } from './edit-consumer-dialog.tsx';
import { SuspendConsumerDialog } from './suspend-consumer-dialog.tsx';

const route = getRouteApi('/_console/consumers/$id');

/** Everything about one consumer: how it does, what happened, what it holds, who changed it. */
export function ConsumerDetail() {
  const { id } = route.useParams();
  const consumer = useQuery(api.consumer.get.queryOptions({ id }));
  return (
    <ObjectPage
      kind="Consumer"
      query={consumer}
      figures={consumerNumberLabels}
      tabs={['Overview', 'Activity', 'Plan', 'Settings', 'History']}
      wayOn={<TextLink to="/consumers">All consumers</TextLink>}
    >
      {(one) => <Loaded consumer={one} />}
    </ObjectPage>
  );
}

function Loaded({ consumer }: { consumer: ConsumerView }) {
  const mayWrite = useMay('consumers:write');
  const [, setDialog] = useDialog();
  return (
    <ObjectFrame
      title={consumer.name}
      state={<StatusBadge status={consumer.status} />}
      description={consumer.description}
      act={<NewKey consumer={consumer} />}
      more={mayWrite ? consumerActs(consumer, setDialog) : []}
      notice={consumer.status === 'suspended' && <Suspended />}
      numbers={<ConsumerNumbers id={consumer.id} />}
    >
      <ObjectTabs
        label="Parts of this consumer"
        tabs={[
          { id: 'overview', name: 'Overview', content: <ConsumerOverview consumer={consumer} /> },
          { id: 'activity', name: 'Activity', content: <ConsumerActivity id={consumer.id} /> },
          {
            id: 'plan',
            name: 'Plan',
            content: <ConsumerPlan id={consumer.id} onEdit={() => setDialog('plan')} />,
          },
          { id: 'settings', name: 'Settings', content: <ConsumerSettings consumer={consumer} /> },
          { id: 'history', name: 'History', content: <ObjectHistory id={consumer.id} noun="consumer" /> },
        ]}
      />
      <Dialogs consumer={consumer} />
    </ObjectFrame>
  );
}

/** Which dialog the address names, and the way to another one. */
function useDialog() {
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const setDialog = (next: typeof dialog) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });
  return [dialog, setDialog] as const;
}

function Dialogs({ consumer }: { consumer: ConsumerView }) {
  const [dialog, setDialog] = useDialog();
  const mayWrite = useMay('consumers:write');
  const maySetPlan = useMay('consumers:approve');
  const close = () => setDialog(undefined);
  return (
    <>
      {maySetPlan && <EditPlanDialog id={consumer.id} opened={dialog === 'plan'} onClose={close} />}
      {mayWrite && (
        <>
          <EditConsumerDialog consumer={consumer} opened={dialog === 'edit'} onClose={close} />
          <IntakeLinkDialog
            opened={dialog === 'link'}
            consumerId={consumer.id}
            mailTo={consumer.contactEmail}
            onClose={close}
          />
          <SuspendConsumerDialog
            consumer={consumer}
            act={dialog === 'suspend' || dialog === 'reactivate' ? dialog : undefined}
            onClose={close}
          />
        </>
      )}
    </>
  );
}

function NewKey({ consumer: { id, status } }: { consumer: ConsumerView }) {
  const mayWrite = useMay('api-keys:write');
  if (!mayWrite || status === 'suspended') return null;
  return (
    <ButtonLink
      to="/api-keys"
      search={{ consumerId: id, dialog: 'create' }}
      variant="default"
      leftSection={<IconKey size={14} />}
    >
      New API key
    </ButtonLink>
  );
}

function Suspended() {
  return (
    <Alert
      color="yellow"
      variant="light"
      role="note"
      title="This consumer is suspended"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      mb="md"
    >
      Its keys are refused and its deliveries wait, in live and in test, until it is reactivated.
    </Alert>
  );
}
