import { Skeleton, Text } from '@mantine/core';
import type { ImpactView } from '@parley/shared/contracts/contract-impact';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { alone, api } from '../../api.ts';
import { count } from '../../lib/text/count.ts';
import { useGrowing } from '../../lib/query/use-growing.ts';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { GrowButton } from '../../ui/list/grow-button.tsx';
import { Section } from '../../ui/page/section.tsx';
import { AffectedConsumers } from './affected-consumers.tsx';
import { ChangeImpact } from './change-impact.tsx';
import classes from './change-impact.module.css';
import { EvidenceLegend } from './evidence-legend.tsx';
import { ImpactFilters } from './impact-filters.tsx';
import { daysByDefault } from './impact-search.ts';

const route = getRouteApi('/_console/apis/$slug/versions/$id/impact');

const changesStep = 20;

/** Whom the changes of a version affect, and how sure that is. */
export function ContractImpact() {
  const { slug, id } = route.useParams();
  const { from, days = daysByDefault, test, excluded } = route.useSearch();
  const impact = useQuery(
    api.contractImpact.get.queryOptions(
      { slug, to: id, from, days, includeTest: test === 'yes', excluded },
      { ...alone, placeholderData: keepPreviousData },
    ),
  );
  return (
    <>
      <ImpactFilters affected={impact.data?.consumers ?? []} />
      {!impact.data && impact.error && <ErrorState error={impact.error} onRetry={impact.refetch} />}
      {!impact.data && !impact.error && <Skeleton h={260} radius="lg" />}
      {impact.data && (
        <div style={{ opacity: impact.isPlaceholderData ? 0.6 : 1 }}>
          <AffectedConsumers impact={impact.data} />
          <Changes impact={impact.data} />
        </div>
      )}
    </>
  );
}

function Changes({ impact }: { impact: ImpactView }) {
  const affecting = impact.changes.filter(({ consumerCount }) => consumerCount > 0);
  const { shown, ...rest } = useGrowing(affecting, changesStep, impact.revision);
  const quiet = impact.changes.length - affecting.length;
  return (
    <Section flush title={`Changes that reach somebody (${affecting.length})`}>
      {affecting.length === 0 ? (
        <EmptyState title="None" text={<QuietWords quiet={quiet} />} />
      ) : (
        <>
          <div style={{ padding: '10px 16px 0' }}>
            <EvidenceLegend />
          </div>
          <ul className={classes.list}>
            {shown.map((one) => (
              <ChangeImpact key={`${one.change.fingerprint} ${one.change.pointer}`} of={one} />
            ))}
          </ul>
          <div style={{ padding: '0 16px 12px' }}>
            <GrowButton {...rest} />
            <Text c="dimmed" mt="sm">
              <QuietWords quiet={quiet} />
            </Text>
          </div>
        </>
      )}
    </Section>
  );
}

function QuietWords({ quiet }: { quiet: number }) {
  if (quiet === 0) return 'There is no other change.';
  return `${count(quiet, 'change')} without anybody who was seen to use what it touches.`;
}
