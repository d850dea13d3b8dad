import { Skeleton } from '@mantine/core';
import { mayMove, type RequirementView } from '@parley/shared/access/requirement';
import type { RequirementReview as Review } from '@parley/shared/overview/requirement-review';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { formatNumber } from '../../lib/text/count.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { RequirementFacts } from '../../nouns/requirement/requirement-facts.tsx';
import { Beside } from '../../ui/object/beside.tsx';
import { ErrorState } from '../../ui/page/error-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { Time } from '../../ui/text/time.tsx';
import { ApprovePlan } from './approve-plan.tsx';
import { ReviewedOperations } from './reviewed-operations.tsx';
import { ReviewedSubscriptions } from './reviewed-subscriptions.tsx';

/** What was asked for beside what is observed, and the plan that follows from it. */
export function RequirementReview({ requirement }: { requirement: RequirementView }) {
  const { id, consumerId, status } = requirement;
  const mayAnswer = useMay('consumers:approve');
  const review = useQuery(api.requirementReview.get.queryOptions({ consumerId, id }));
  return (
    <Beside
      aside={
        <>
          <Section title="What was declared">
            <RequirementFacts requirement={requirement} />
          </Section>
          <Section title="Answer">
            <Answer requirement={requirement} />
          </Section>
        </>
      }
    >
      {review.error && <ErrorState error={review.error} onRetry={review.refetch} />}
      {!review.data && !review.error && <Skeleton h={520} radius="lg" />}
      {review.data && (
        <>
          {mayMove('approve', status) && mayAnswer && (
            // After an answer, the plan that is proposed is another one.
            <ApprovePlan key={`${status} ${requirement.updatedAt}`} review={review.data} />
          )}
          <Section title="Observed within 30 days">
            <Observed review={review.data} />
          </Section>
          <Section flush title="Operations, declared and called">
            <ReviewedOperations operations={review.data.operations} />
          </Section>
          <Section flush title="Event types, wanted and subscribed">
            <ReviewedSubscriptions subscriptions={review.data.subscriptions} />
          </Section>
        </>
      )}
    </Beside>
  );
}

function Answer({ requirement: { answer, answeredAt, submittedAt } }: { requirement: RequirementView }) {
  return (
    <KeyValue
      facts={[
        ['Submitted', <Time key="s" at={submittedAt} absent="Not yet" />],
        ['Answered', <Time key="a" at={answeredAt} absent="Not yet" />],
        ['What was said', answer],
      ]}
    />
  );
}

function Observed({ review: { traffic, requirement } }: { review: Review }) {
  const declared = [
    requirement.callsPerDay === null ? null : `${formatNumber(requirement.callsPerDay)} a day`,
    requirement.callsPerSecond === null
      ? null
      : `${formatNumber(requirement.callsPerSecond)} in the busiest second`,
  ].filter(Boolean);
  return (
    <KeyValue
      facts={[
        ['Declared', declared.length === 0 ? 'Not said' : declared.join(', ')],
        ...traffic.map(
          ({ environment, calls, callsOfBusiestDay, callsOfBusiestHour }) =>
            [
              `In ${environment}`,
              calls === 0
                ? 'No calls'
                : `${formatNumber(calls)} calls; ${formatNumber(callsOfBusiestDay)} in the busiest day, ${formatNumber(callsOfBusiestHour)} in the busiest hour`,
            ] as const,
        ),
      ]}
    />
  );
}
