import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api } from '../../api.ts';
import { useGrowing } from '../../lib/query/use-growing.ts';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { GrowButton } from '../../ui/list/grow-button.tsx';
import { DeprecationCard } from './deprecation-card.tsx';

const route = getRouteApi('/_console/apis/$slug/deprecations');

const cardsStep = 20;

/** What of an API is on its way out, and who still has to leave it. */
export function DeprecationList() {
  const { slug } = route.useParams();
  const deprecations = useQuery(api.contractImpact.deprecations.queryOptions({ slug }));
  const { shown, ...rest } = useGrowing(deprecations.data?.items ?? [], cardsStep, slug);
  if (!deprecations.data && deprecations.error)
    return <ErrorState error={deprecations.error} onRetry={deprecations.refetch} />;
  if (!deprecations.data) return <Skeleton h={220} radius="lg" />;
  if (deprecations.data.items.length === 0)
    return (
      <Section title="Deprecations" flush>
        <EmptyState
          title="Nothing is deprecated"
          text="Deprecate a published version on its page, or mark operations as deprecated in the contract. Each caller is then counted down to zero here."
        />
      </Section>
    );
  return (
    <>
      {shown.map((one) => (
        <DeprecationCard key={`${one.versionId} ${one.operation}`} slug={slug} deprecation={one} />
      ))}
      <GrowButton {...rest} />
    </>
  );
}
