import type { ContractVersionDetail } from '@parley/shared/contracts/contract';
import { useQuery } from '@tanstack/react-query';
import { Outlet, getRouteApi } from '@tanstack/react-router';
import { alone, api } from '../../api.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { VersionNumbers } from '../../nouns/contract/version-numbers.tsx';
import { ObjectFrame } from '../../ui/object/object-frame.tsx';
import { ObjectPage } from '../../ui/object/object-page.tsx';
import { StatusBadge } from '../../ui/text/status-badge.tsx';
import { TabLinks } from '../../ui/page/tab-links.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { ContractActions } from './contract-actions.tsx';

const route = getRouteApi('/_console/apis/$slug/versions/$id');

/** What stays on every part of a contract version: what it is, what can be done with it, and its other parts. */
export function ContractPage() {
  const { slug, id } = route.useParams();
  const version = useQuery(api.contract.get.queryOptions({ slug, id }, alone));
  return (
    <ObjectPage
      kind="Contract version"
      query={version}
      figures={['Calls in 30 days', 'Consumers', 'Operations called', 'Lint']}
      wayOn={
        <TextLink to="/apis/$slug" params={{ slug }}>
          All versions of {slug}
        </TextLink>
      }
    >
      {(one) => <Loaded version={one} />}
    </ObjectPage>
  );
}

const parts = [
  { name: 'Overview', to: '/apis/$slug/versions/$id' },
  { name: 'Changes', to: '/apis/$slug/versions/$id/changes' },
  { name: 'Impact', to: '/apis/$slug/versions/$id/impact' },
  { name: 'Contract', to: '/apis/$slug/versions/$id/contract' },
  { name: 'Lint', to: '/apis/$slug/versions/$id/lint' },
  { name: 'Changelog', to: '/apis/$slug/versions/$id/changelog' },
  { name: 'History', to: '/apis/$slug/versions/$id/history' },
] as const;

function Loaded({ version }: { version: ContractVersionDetail }) {
  const { from } = route.useSearch();
  const mayPublish = useMay('contracts:publish');
  const { api: slug, id, title, number, status } = version;
  const name = `${title} ${version.version}`;
  return (
    <ObjectFrame
      title={name}
      state={<StatusBadge status={status} />}
      description={
        <>
          Upload {number} of{' '}
          <TextLink to="/apis/$slug" params={{ slug }}>
            {slug}
          </TextLink>
        </>
      }
      acts={mayPublish && <ContractActions version={version} />}
      numbers={<VersionNumbers version={version} />}
    >
      <TabLinks
        label={`Parts of ${name}`}
        tabs={parts.map((part) => ({
          name: part.name,
          link: { to: part.to, params: { slug, id }, search: { from } },
        }))}
      />
      <Outlet />
    </ObjectFrame>
  );
}
