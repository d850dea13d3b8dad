import { Button } from '@mantine/core';
import type { IdentityProviderView } from '@parley/shared/administration/identity-provider';
import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, type LinkProps } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useSession } from '../../lib/session/session-context.ts';
import { count } from '../../lib/text/count.ts';
import { WhyNot } from '../../nouns/role/why-not.tsx';
import type { Column } from '../../ui/list/column.ts';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { ListTable } from '../../ui/list/list-table.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { ProviderDialog } from './provider-dialogs.tsx';

const route = getRouteApi('/_console/identity-providers');

const domainsIn = ({ domains }: IdentityProviderView): string =>
  domains.map(({ domain }) => domain).join(', ') || 'None yet';

const columns: Column<IdentityProviderView>[] = [
  { id: 'name', header: 'Provider', cell: ({ name }) => name },
  { id: 'issuer', header: 'Issuer', cell: ({ issuer }) => <code>{issuer}</code>, wide: true },
  { id: 'domains', header: 'Domains', cell: domainsIn },
  { id: 'roles', header: 'Roles', cell: ({ roles }) => count(roles.length, 'group'), wide: true },
  { id: 'status', header: 'Status', cell: ({ status }) => <StatusBadge status={status} /> },
];

const noun = ['provider', 'providers'] as const;
const rowKey = ({ id }: IdentityProviderView) => id;
const rowLink = ({ id }: IdentityProviderView): LinkProps => ({
  to: '/identity-providers/$id',
  params: { id },
});

/** The providers of the company that sign staff in. */
export function IdentityProviderList() {
  const { cursor, order, dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const isOwner = useSession().role === 'owner';
  const providers = useQuery(
    api.identityProvider.list.queryOptions({ cursor, order }, { placeholderData: keepPreviousData }),
  );
  const setDialog = (next: typeof dialog) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });
  return (
    <>
      <PageHeader
        title="Single sign-on"
        description="Providers of the company that sign staff in, with the role that one of their groups has."
        actions={
          isOwner ? (
            <Button type="button" leftSection={<IconPlus size={14} />} onClick={() => setDialog('create')}>
              Set up a provider
            </Button>
          ) : (
            <WhyNot what="set up providers" roles={['owner']} />
          )
        }
      />
      <ListTable
        label="Identity providers"
        query={providers}
        {...{ noun, columns, rowKey, rowLink }}
        empty={<NoProviders />}
      />
      {isOwner && (
        <ProviderDialog provider={null} opened={dialog === 'create'} onClose={() => setDialog(undefined)} />
      )}
    </>
  );
}

function NoProviders() {
  return (
    <EmptyState
      title="Nobody signs in by a provider"
      text="Where the company has a login already, such as Keycloak, Entra ID, Okta or Google, staff can use it here. Who leaves the company is out here within 12 hours."
      steps={[
        {
          title: 'Register Parley at the provider',
          text: `As a web application with a secret. It sends people back to ${location.origin}/single-sign-on.`,
        },
        { title: 'Set it up here', text: 'With its issuer, the client id and the client secret.' },
        { title: 'Say who is what', text: 'Which groups have which roles, and whose domains it speaks for.' },
        { title: 'Test it', text: 'You walk the way once and see what came, before anybody else does.' },
      ]}
    />
  );
}
