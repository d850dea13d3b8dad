import type { EndpointView } from '@parley/shared/webhooks/endpoint';
import { SubscriptionFacts } from '../../nouns/subscription/subscription-facts.tsx';
import { VerificationSnippets } from '../../nouns/signing-secret/verification-snippets.tsx';
import { Section } from '../../ui/page/section.tsx';

/** What an endpoint wants, and how its receiver makes sure that it comes from here. */
export function EndpointSettings({ endpoint }: { endpoint: EndpointView }) {
  return (
    <>
      <Section title="What is sent, and how">
        <SubscriptionFacts endpoint={endpoint} />
      </Section>
      <Section title="Verify the signature">
        <VerificationSnippets endpoint={endpoint} />
      </Section>
    </>
  );
}
