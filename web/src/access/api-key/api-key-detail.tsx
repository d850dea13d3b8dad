import { Skeleton } from '@mantine/core';
import type { ApiKeyView } from '@parley/shared/access/api-key';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { ApiKeyNumbers, apiKeyNumberLabels } from '../../nouns/api-key/api-key-numbers.tsx';
import { ApiKeyOperations } from '../../nouns/api-key/api-key-operations.tsx';
import { CallsByDay } from '../../nouns/usage/calls-by-day.tsx';
import { RevocationVerdict } from '../../nouns/api-key/revocation-verdict.tsx';
import { useApiKeyFigures } from '../../nouns/api-key/use-api-key-figures.ts';
import { ObjectHistory } from '../../nouns/audit/object-history.tsx';
import { Beside } from '../../ui/object/beside.tsx';
import { ObjectFrame } from '../../ui/object/object-frame.tsx';
import { ObjectPage } from '../../ui/object/object-page.tsx';
import { ObjectTabs } from '../../ui/object/object-tabs.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { ActorEntries } from '../../nouns/audit/actor-entries.tsx';
import { ApiKeyActions } from './api-key-actions.tsx';
import { ApiKeyCallers } from './api-key-callers.tsx';
import { ApiKeyFacts } from './api-key-facts.tsx';
import { ApiKeyScopes } from './api-key-scopes.tsx';

const route = getRouteApi('/_console/api-keys/$id');

/** One key: whether it can go, what it did, what it changed, what it may do, who changed it. */
export function ApiKeyDetail() {
  const { id } = route.useParams();
  const key = useQuery(api.apiKey.get.queryOptions({ id }));
  return (
    <ObjectPage
      kind="API key"
      query={key}
      figures={apiKeyNumberLabels}
      tabs={['Overview', 'Activity', 'Settings', 'History']}
      wayOn={<TextLink to="/api-keys">All API keys</TextLink>}
    >
      {(one) => <Loaded apiKey={one} />}
    </ObjectPage>
  );
}

function Loaded({ apiKey }: { apiKey: ApiKeyView }) {
  const mayWrite = useMay('api-keys:write');
  const { id } = apiKey;
  return (
    <ObjectFrame
      title={apiKey.name}
      environment={apiKey.environment}
      state={<StatusBadge status={apiKey.status} />}
      description={
        <>
          <code>{apiKey.hint}</code> of{' '}
          <TextLink to="/consumers/$id" params={{ id: apiKey.consumerId }}>
            {apiKey.consumerName}
          </TextLink>
        </>
      }
      acts={mayWrite && <ApiKeyActions key={id} apiKey={apiKey} />}
      numbers={<ApiKeyNumbers id={id} />}
    >
      <ObjectTabs
        label="Parts of this API key"
        tabs={[
          { id: 'overview', name: 'Overview', content: <Overview apiKey={apiKey} /> },
          { id: 'activity', name: 'Activity', content: <ActorEntries id={id} noun="key" /> },
          { id: 'settings', name: 'Settings', content: <ApiKeyScopes apiKey={apiKey} /> },
          { id: 'history', name: 'History', content: <ObjectHistory id={id} noun="API key" /> },
        ]}
      />
    </ObjectFrame>
  );
}

function Overview({ apiKey }: { apiKey: ApiKeyView }) {
  const { data: figures, error } = useApiKeyFigures(apiKey.id);
  return (
    <Beside
      aside={
        <Section title="About">
          <ApiKeyFacts apiKey={apiKey} />
        </Section>
      }
    >
      <ApiKeyCallers apiKey={apiKey} />
      <ProblemAlert error={error} />
      {figures ? (
        <>
          <RevocationVerdict figures={figures} />
          <CallsByDay
            title="Calls by day"
            days={figures.days}
            countedSince={figures.countedSince}
            empty="No calls in 30 days. They show here within seconds."
          />
          <ApiKeyOperations figures={figures} />
        </>
      ) : (
        !error && <Skeleton h={420} radius="lg" />
      )}
    </Beside>
  );
}
