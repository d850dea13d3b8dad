import { Skeleton } from '@mantine/core';
import type { ContractVersionDetail } from '@parley/shared/contracts/contract';
import { useQuery } from '@tanstack/react-query';
import { Outlet, getRouteApi } from '@tanstack/react-router';
import { alone, api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TabLinks } from '../../ui/page/tab-links.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { ContractActions } from './contract-actions.tsx';

const route = getRouteApi('/_console/apis/$slug/versions/$id');

/** What stays on every part of a contract version: what it is, what can be done with it, and its other parts. */
export function ContractPage() {
  const { slug, id } = route.useParams();
  const version = useQuery(api.contract.get.queryOptions({ slug, id }, alone));
  if (version.error && !version.data) {
    return (
      <>
        <PageHeader title="Contract version" />
        <ErrorState
          error={version.error}
          onRetry={version.refetch}
          actions={
            <TextLink to="/apis/$slug" params={{ slug }}>
              All versions of {slug}
            </TextLink>
          }
        />
      </>
    );
  }
  if (!version.data) {
    return (
      <>
        <PageHeader title="Contract version" />
        <Skeleton h={40} mb="md" radius="lg" />
        <Skeleton h={260} radius="lg" />
      </>
    );
  }
  return <Loaded version={version.data} />;
}

const parts = [
  { name: 'Overview', to: '/apis/$slug/versions/$id' },
  { name: 'Changes', to: '/apis/$slug/versions/$id/changes' },
  { name: 'Impact', to: '/apis/$slug/versions/$id/impact' },
  { name: 'Contract', to: '/apis/$slug/versions/$id/contract' },
  { name: 'Lint', to: '/apis/$slug/versions/$id/lint' },
  { name: 'Changelog', to: '/apis/$slug/versions/$id/changelog' },
] as const;

function Loaded({ version }: { version: ContractVersionDetail }) {
  const { from } = route.useSearch();
  const mayPublish = useMay('contracts:publish');
  const { api: slug, id, title, number, status } = version;
  const name = `${title} ${version.version}`;
  return (
    <>
      <PageHeader
        title={name}
        badge={<StatusBadge status={status} />}
        description={
          <>
            Upload {number} of{' '}
            <TextLink to="/apis/$slug" params={{ slug }}>
              {slug}
            </TextLink>
          </>
        }
        actions={mayPublish && <ContractActions version={version} />}
      />
      <TabLinks
        label={`Parts of ${name}`}
        tabs={parts.map((part) => ({
          name: part.name,
          link: { to: part.to, params: { slug, id }, search: { from } },
        }))}
      />
      <Outlet />
    </>
  );
}
