import type { DeliveryDetail } from '@parley/shared/webhooks/delivery';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { Section } from '../../ui/page/section.tsx';
import { AttemptAnswer } from './attempt-answer.tsx';

/** What came back, of each attempt, the latest first. */
export function DeliveryResponse({ delivery: { attempts } }: { delivery: DeliveryDetail }) {
  if (attempts.length === 0)
    return (
      <EmptyState title="No answer yet" text="What the receiver answers stands here, attempt by attempt." />
    );
  return attempts.toReversed().map((attempt) => (
    <Section key={attempt.id} title={`Answer to attempt ${attempt.number}`}>
      <AttemptAnswer attempt={attempt} />
    </Section>
  ));
}
