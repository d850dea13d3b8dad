import { Button, Group, List, Stack, Text, Textarea } from '@mantine/core';
import { planDifferences } from '@parley/shared/access/plan-difference';
import type { PlanBody, PlanProposal } from '@parley/shared/access/plan-proposal';
import type { RequirementReview } from '@parley/shared/overview/requirement-review';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, queryClient } from '../../api.ts';
import { PlanCuts } from '../../nouns/plan/plan-cuts.tsx';
import { PlanDifferences } from '../../nouns/plan/plan-differences.tsx';
import { PlanFields } from '../../nouns/plan/plan-fields.tsx';
import { Disclosure } from '../../ui/page/disclosure.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';

/** Approves a requirement, with a plan or without one, and has everything read again that follows from it. */
function useApproval({ requirement: { id, consumerId } }: RequirementReview) {
  const approve = useMutation(api.requirement.approve.mutationOptions());
  return useMutation({
    mutationFn: async ({ plan, answer }: { plan: PlanBody | null; answer: string }) => {
      const said = answer.trim() === '' ? {} : { answer: answer.trim() };
      await approve.mutateAsync({ consumerId, id, ...said, ...(plan ? { plan } : {}) });
      await queryClient.invalidateQueries(api.requirementReview.pathFilter());
      await queryClient.invalidateQueries(api.requirement.pathFilter());
      await queryClient.invalidateQueries(api.consumer.pathFilter());
    },
  });
}

/** The proposed plan, to be edited and set by the approval; it can be approved without one as well. */
export function ApprovePlan({ review }: { review: RequirementReview }) {
  const { proposal, current } = review;
  const [plan, setPlan] = useState(proposal.plan);
  return (
    <Section title={current ? 'Proposed change of the plan' : 'Proposed plan'}>
      <Stack gap="lg">
        <Text>
          {current
            ? 'The consumer has a plan. This is what would become of it; edit it before you approve.'
            : 'The consumer has no plan: only what its credentials hold limits it. Approved with this one, no credential of it does more, from the next call on.'}
        </Text>
        <Why proposal={proposal} />
        <PlanFields plan={plan} onChange={setPlan} />
        <PlanDifferences differences={planDifferences(current, plan)} />
        <PlanCuts plan={{ ...plan, id: review.requirement.consumerId }} />
        <Approval review={review} plan={plan} />
      </Stack>
    </Section>
  );
}

function Approval({ review, plan }: { review: RequirementReview; plan: PlanBody }) {
  const [answer, setAnswer] = useState('');
  const approve = useApproval(review);
  return (
    <>
      <Textarea
        label="What to tell them"
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        value={answer}
        onChange={(event) => setAnswer(event.currentTarget.value)}
      />
      <ProblemAlert error={approve.error} />
      <Group justify="flex-end" gap="xs">
        <Button
          type="button"
          variant="default"
          loading={approve.isPending}
          onClick={() => approve.mutate({ plan: null, answer })}
        >
          Approve without a plan
        </Button>
        <Button type="button" loading={approve.isPending} onClick={() => approve.mutate({ plan, answer })}>
          Approve with this plan
        </Button>
      </Group>
    </>
  );
}

const uncoveredWords: Record<PlanProposal['uncovered'][number]['why'], string> = {
  other_api: 'is of another API, which has no scopes of Parley’s',
  unknown: 'is no operation of Parley’s',
  people_only: 'is for people only',
  needs_no_scope: 'needs no scope',
};

function Why({ proposal: { reasons, uncovered } }: { proposal: PlanProposal }) {
  return (
    <Disclosure title="Why this is proposed">
      <List size="sm" spacing={4}>
        {reasons.map(({ part, text }) => (
          <List.Item key={`${part} ${text}`}>{text}</List.Item>
        ))}
        {uncovered.map(({ api: slug, operation, why }) => (
          <List.Item key={`${slug} ${operation}`}>
            <code>
              {slug} {operation}
            </code>{' '}
            {uncoveredWords[why]}: no scope comes of it.
          </List.Item>
        ))}
      </List>
    </Disclosure>
  );
}
