import type { ClientView } from '@parley/shared/access/client';
import { scopeDescriptions } from '@parley/shared/scope';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { ActorEntries } from '../../nouns/audit/actor-entries.tsx';
import { ObjectHistory } from '../../nouns/audit/object-history.tsx';
import { Beside } from '../../ui/object/beside.tsx';
import { ObjectFrame } from '../../ui/object/object-frame.tsx';
import { ObjectPage } from '../../ui/object/object-page.tsx';
import { ObjectTabs } from '../../ui/object/object-tabs.tsx';
import { Section } from '../../ui/page/section.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { ClientActions } from './client-actions.tsx';
import { ClientCalls } from './client-calls.tsx';
import { ClientFacts } from './client-facts.tsx';
import { ClientNumbers, clientNumberLabels } from './client-numbers.tsx';
import { ClientSecrets } from './client-secrets.tsx';

const route = getRouteApi('/_console/clients/$id');

/** One client: its secrets and which is still used, what its tokens did, what it may do, who changed it. */
export function ClientDetail() {
  const { id } = route.useParams();
  const client = useQuery(api.client.get.queryOptions({ id }));
  return (
    <ObjectPage
      kind="OAuth client"
      query={client}
      figures={clientNumberLabels}
      tabs={['Overview', 'Activity', 'Settings', 'History']}
      wayOn={<TextLink to="/clients">All OAuth clients</TextLink>}
    >
      {(one) => <Loaded client={one} />}
    </ObjectPage>
  );
}

function Loaded({ client }: { client: ClientView }) {
  const mayWrite = useMay('clients:write');
  const { id } = client;
  return (
    <ObjectFrame
      title={client.name}
      environment={client.environment}
      state={<StatusBadge status={client.status} />}
      description={
        <>
          <code>{id}</code> of{' '}
          <TextLink to="/consumers/$id" params={{ id: client.consumerId }}>
            {client.consumerName}
          </TextLink>
        </>
      }
      acts={mayWrite && <ClientActions key={id} client={client} />}
      numbers={<ClientNumbers client={client} />}
    >
      <ObjectTabs
        label="Parts of this client"
        tabs={[
          { id: 'overview', name: 'Overview', content: <Overview client={client} /> },
          { id: 'activity', name: 'Activity', content: <ActorEntries id={id} noun="client" /> },
          { id: 'settings', name: 'Settings', content: <Scopes client={client} /> },
          { id: 'history', name: 'History', content: <ObjectHistory id={id} noun="client" /> },
        ]}
      />
    </ObjectFrame>
  );
}

function Overview({ client }: { client: ClientView }) {
  return (
    <Beside
      aside={
        <Section title="About">
          <ClientFacts client={client} />
        </Section>
      }
    >
      <ClientSecrets client={client} />
      <ClientCalls id={client.id} />
    </Beside>
  );
}

function Scopes({ client }: { client: ClientView }) {
  return (
    <Section title="What its tokens may do at most">
      <KeyValue facts={client.scopes.map((scope) => [scope, scopeDescriptions[scope]])} />
    </Section>
  );
}
