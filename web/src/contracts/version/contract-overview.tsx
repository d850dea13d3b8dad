import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { alone, api } from '../../api.ts';
import { MustBeTold } from '../../nouns/contract/must-be-told.tsx';
import { isToCome } from '../../nouns/contract/use-version-impact.ts';
import { useVersionFigures } from '../../nouns/contract/use-version-figures.ts';
import { VersionCalls } from '../../nouns/contract/version-calls.tsx';
import { VersionOperations } from '../../nouns/contract/version-operations.tsx';
import { Beside } from '../../ui/object/beside.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';
import { ContractFacts } from './contract-facts.tsx';
import { ContractGate } from './contract-gate.tsx';
import { VersionCallers } from './version-callers.tsx';

const route = getRouteApi('/_console/apis/$slug/versions/$id');

/** Whether a contract version may be published, how it is called and by whom; beside it what it is. */
export function ContractOverview() {
  const { slug, id } = route.useParams();
  // The page around this one has loaded it.
  const version = useQuery(api.contract.get.queryOptions({ slug, id }, alone)).data;
  const { data: figures, error } = useVersionFigures(slug, id);
  if (!version) return null;
  return (
    <Beside
      aside={
        <Section title="About">
          <ContractFacts version={version} />
        </Section>
      }
    >
      {isToCome(version.status) && (
        <>
          <ContractGate version={version} />
          <MustBeTold version={version} />
        </>
      )}
      <ProblemAlert error={error} />
      {figures ? (
        <>
          <VersionCalls figures={figures} slug={slug} id={id} />
          {!isToCome(version.status) && (
            <>
              <VersionCallers version={version} figures={figures} />
              <VersionOperations figures={figures} />
            </>
          )}
        </>
      ) : (
        !error && <Skeleton h={420} radius="lg" />
      )}
    </Beside>
  );
}
