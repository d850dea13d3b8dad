import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { alone, api } from '../../api.ts';
import { Section } from '../../ui/page/section.tsx';
import { ContractFacts } from './contract-facts.tsx';
import { ContractGate } from './contract-gate.tsx';
import { VersionCallers } from './version-callers.tsx';

const route = getRouteApi('/_console/apis/$slug/versions/$id');

/** What a contract version is, whether it may be published, and who calls it. */
export function ContractOverview() {
  const { slug, id } = route.useParams();
  // The page around this one has loaded it.
  const version = useQuery(api.contract.get.queryOptions({ slug, id }, alone)).data;
  if (!version) return null;
  return (
    <>
      {(version.status === 'draft' || version.status === 'reviewed') && <ContractGate version={version} />}
      <Section title="Overview">
        <ContractFacts version={version} />
      </Section>
      <VersionCallers version={version} />
    </>
  );
}
