import { Button } from '@mantine/core';
import type { EndpointView } from '@parley/shared/webhooks/endpoint';
import { SecretLife } from '../../nouns/signing-secret/secret-life.tsx';
import { SubscriptionFacts } from '../../nouns/subscription/subscription-facts.tsx';
import { VerificationSnippets } from '../../nouns/signing-secret/verification-snippets.tsx';
import { Section } from '../../ui/page/section.tsx';

/** What an endpoint wants, and how its receiver makes sure that it comes from here. `open` is for those who may change it. */
export function EndpointSettings({
  endpoint,
  open,
}: {
  endpoint: EndpointView;
  open: ((dialog: 'edit' | 'rotate') => void) | undefined;
}) {
  return (
    <>
      <Section
        title="What is sent, and how"
        actions={open && <Act name="Edit" onClick={() => open('edit')} />}
      >
        <SubscriptionFacts endpoint={endpoint} />
      </Section>
      <SecretLife
        endpoint={endpoint}
        actions={open && <Act name="Rotate…" onClick={() => open('rotate')} />}
      />
      <Section title="Verify the signature">
        <VerificationSnippets endpoint={endpoint} />
      </Section>
    </>
  );
}

function Act({ name, onClick }: { name: string; onClick: () => void }) {
  return (
    <Button type="button" variant="default" size="compact-xs" onClick={onClick}>
      {name}
    </Button>
  );
}
