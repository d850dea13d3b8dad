import { Alert, Text } from '@mantine/core';
import type { IssuerView } from '@parley/shared/access/issuer';
import { scopeDescriptions } from '@parley/shared/scope';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { ObjectHistory } from '../../nouns/audit/object-history.tsx';
import { Beside } from '../../ui/object/beside.tsx';
import { ObjectFrame } from '../../ui/object/object-frame.tsx';
import { ObjectPage } from '../../ui/object/object-page.tsx';
import { ObjectTabs } from '../../ui/object/object-tabs.tsx';
import { Section } from '../../ui/page/section.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import { IssuerActions } from './issuer-actions.tsx';
import { IssuerConsumers } from './issuer-consumers.tsx';
import { TryToken } from './try-token.tsx';

const route = getRouteApi('/_console/issuers/$id');

/** One issuer: who calls with its tokens, how they are judged, what they may do, who changed it. */
export function IssuerDetail() {
  const { id } = route.useParams();
  const issuer = useQuery(api.issuer.get.queryOptions({ id }));
  return (
    <ObjectPage
      kind="Trusted issuer"
      query={issuer}
      tabs={['Overview', 'Settings', 'History']}
      wayOn={<TextLink to="/issuers">All trusted issuers</TextLink>}
    >
      {(one) => <Loaded issuer={one} />}
    </ObjectPage>
  );
}

function Loaded({ issuer }: { issuer: IssuerView }) {
  const mayWrite = useMay('issuers:write');
  return (
    <ObjectFrame
      title={issuer.name}
      state={<StatusBadge status={issuer.status} />}
      description={<code>{issuer.issuer}</code>}
      acts={mayWrite && <IssuerActions key={issuer.id} issuer={issuer} />}
      notice={issuer.keys.failure !== null && <KeysFailed issuer={issuer} />}
    >
      <ObjectTabs
        label="Parts of this issuer"
        tabs={[
          { id: 'overview', name: 'Overview', content: <Overview issuer={issuer} /> },
          { id: 'settings', name: 'Settings', content: <Settings issuer={issuer} /> },
          { id: 'history', name: 'History', content: <ObjectHistory id={issuer.id} noun="issuer" /> },
        ]}
      />
    </ObjectFrame>
  );
}

function KeysFailed({ issuer }: { issuer: IssuerView }) {
  const { ids, failure, triedAt } = issuer.keys;
  return (
    <Alert color="yellow" variant="light" title="Its keys could not be read" mb="md">
      <Text size="sm">
        {failure} The last try was <Time at={triedAt} absent="never" />.{' '}
        {ids.length > 0
          ? 'Tokens with the keys that are known are accepted as before.'
          : 'No key is known: all of its tokens are refused.'}
      </Text>
    </Alert>
  );
}

function Overview({ issuer }: { issuer: IssuerView }) {
  const { keys } = issuer;
  return (
    <Beside
      aside={
        <Section title="Keys">
          <KeyValue
            facts={[
              ['Known', keys.ids.length > 0 ? <code key="ids">{keys.ids.join(', ')}</code> : 'None yet'],
              ['Read', <Time key="read" at={keys.fetchedAt} absent="Never" />],
              ['Asked for', <Time key="tried" at={keys.triedAt} absent="Never" />],
              [
                'Address',
                issuer.jwksUrl ? <code key="url">{issuer.jwksUrl}</code> : 'By discovery of the issuer',
              ],
            ]}
          />
        </Section>
      }
    >
      <IssuerConsumers issuer={issuer} />
      <Section title="Try a token">
        <TryToken />
      </Section>
    </Beside>
  );
}

function Settings({ issuer }: { issuer: IssuerView }) {
  const environments = Object.entries(issuer.environments).map(
    ([value, environment]) => `${value}: ${environment}`,
  );
  const words = Object.entries(issuer.scopeMap).map(([word, scopes]) => `${word}: ${scopes.join(', ')}`);
  return (
    <>
      <Section title="How its tokens are judged">
        <KeyValue
          facts={[
            ['Audience', <code key="aud">{issuer.audience}</code>],
            ['Claim with it', <code key="audClaim">{issuer.audienceClaim}</code>],
            ['Type', <code key="type">{issuer.tokenType}</code>],
            ['Algorithms', <code key="alg">{issuer.algorithms.join(', ')}</code>],
            ['Clocks may differ by', `${issuer.clockToleranceSeconds} s`],
            ['Claim with the consumer', <code key="consumer">{issuer.consumerClaim}</code>],
            [
              'Claim with the environment',
              issuer.environmentClaim ? (
                <code key="env">{issuer.environmentClaim}</code>
              ) : (
                'None: each consumer has one'
              ),
            ],
            ...(environments.length > 0 ? [['Its values', environments.join('; ')] as const] : []),
            ['Claims with scopes', <code key="scopes">{issuer.scopeClaims.join(', ')}</code>],
            ['Their words', words.length > 0 ? words.join('; ') : 'Scopes of Parley, as they are'],
          ]}
        />
      </Section>
      <Section title="What its tokens may do at most">
        <KeyValue facts={issuer.scopes.map((scope) => [scope, scopeDescriptions[scope]])} />
      </Section>
    </>
  );
}
