import { Alert, Text } from '@mantine/core';
import type { IdentityProviderView } from '@parley/shared/administration/identity-provider';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useSession } from '../../lib/session/session-context.ts';
import { ObjectHistory } from '../../nouns/audit/object-history.tsx';
import { roleLabel } from '../../nouns/role/role-words.ts';
import { WhyNot } from '../../nouns/role/why-not.tsx';
import { CodeBlock } from '../../ui/code/code-block.tsx';
import { Beside } from '../../ui/object/beside.tsx';
import { ObjectFrame } from '../../ui/object/object-frame.tsx';
import { ObjectPage } from '../../ui/object/object-page.tsx';
import { ObjectTabs } from '../../ui/object/object-tabs.tsx';
import { Section } from '../../ui/page/section.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';
import { ProviderActions } from './provider-actions.tsx';

const route = getRouteApi('/_console/identity-providers/$id');

/** One provider: whom it signs in, as what, and who changed that. */
export function IdentityProviderDetail() {
  const { id } = route.useParams();
  const provider = useQuery(api.identityProvider.get.queryOptions({ id }));
  return (
    <ObjectPage
      kind="Identity provider"
      query={provider}
      tabs={['Overview', 'History']}
      wayOn={<TextLink to="/identity-providers">Single sign-on</TextLink>}
    >
      {(one) => <Loaded provider={one} />}
    </ObjectPage>
  );
}

function Loaded({ provider }: { provider: IdentityProviderView }) {
  const isOwner = useSession().role === 'owner';
  return (
    <ObjectFrame
      title={provider.name}
      state={<StatusBadge status={provider.status} />}
      description={<code>{provider.issuer}</code>}
      acts={
        isOwner ? (
          <ProviderActions key={provider.id} provider={provider} />
        ) : (
          <WhyNot what="change this provider" roles={['owner']} />
        )
      }
      notice={<Notice provider={provider} />}
    >
      <ObjectTabs
        label="Parts of this provider"
        tabs={[
          { id: 'overview', name: 'Overview', content: <Overview provider={provider} /> },
          { id: 'history', name: 'History', content: <ObjectHistory id={provider.id} noun="provider" /> },
        ]}
      />
    </ObjectFrame>
  );
}

function Notice({ provider: { domains, roles, keepsPassword } }: { provider: IdentityProviderView }) {
  const lacks = [...(domains.length === 0 ? ['a domain'] : []), ...(roles.length === 0 ? ['a role'] : [])];
  if (lacks.length > 0)
    return (
      <Alert color="yellow" variant="light" title="Nobody can sign in by it yet" mb="md">
        It needs {lacks.join(' and ')} first: people of its domains come in with the role of one of their
        groups.
      </Alert>
    );
  if (keepsPassword === null) return null;
  return (
    <Alert color="gray" variant="light" title={`${keepsPassword} keeps the password`} mb="md">
      So that a provider which is away locks nobody out for good, the owner who has been here longest may use
      it.
    </Alert>
  );
}

function Overview({ provider }: { provider: IdentityProviderView }) {
  return (
    <Beside
      aside={
        <Section title="At the provider">
          <KeyValue
            facts={[
              ['Client id', <code key="id">{provider.clientId}</code>],
              ['Client secret', 'Kept encrypted, not shown'],
              ['Scopes', <code key="scopes">{provider.scopes.join(' ')}</code>],
              ['Set up', <Time key="at" at={provider.createdAt} />],
              ['Changed', <Time key="changed" at={provider.updatedAt} />],
            ]}
          />
        </Section>
      }
    >
      <Section title="Address to register there">
        <CodeBlock code={provider.redirectUrl} label="redirect address" wrap />
        <Text size="sm" c="dimmed" mt={6}>
          Where the provider sends people back to, also called redirect URI or callback URL.
        </Text>
      </Section>
      <People provider={provider} />
    </Beside>
  );
}

function People({ provider }: { provider: IdentityProviderView }) {
  return (
    <>
      <Section title="Whom it signs in">
        <KeyValue
          facts={
            provider.domains.length > 0
              ? provider.domains.map(({ domain, isOnly }) => [
                  domain,
                  isOnly
                    ? 'Single sign-on only: passwords and passkeys open nothing'
                    : 'Beside passwords and passkeys',
                ])
              : [['No domain', 'Nobody yet']]
          }
        />
      </Section>
      <Section title={`Roles, by ${provider.groupClaim}`}>
        <KeyValue
          facts={
            provider.roles.length > 0
              ? provider.roles.map(({ group, role }) => [group, roleLabel(role)])
              : [['No group', 'Nobody has a role yet']]
          }
        />
      </Section>
      <Section title="What it vouches for">
        <KeyValue
          facts={[
            [
              'Addresses',
              provider.vouchesForEmail
                ? 'Those of its domains, verified or not said'
                : 'Only where it says email_verified',
            ],
            [
              'Second factor',
              provider.vouchesForSecondFactor
                ? 'Each sign-in counts as two factors'
                : 'Two factors where amr says mfa; else Parley asks for its own where there is one',
            ],
          ]}
        />
      </Section>
    </>
  );
}
