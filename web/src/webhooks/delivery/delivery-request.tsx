import { Text } from '@mantine/core';
import type { DeliveryDetail } from '@parley/shared/webhooks/delivery';
import { CodeBlock } from '../../ui/code/code-block.tsx';
import { Section } from '../../ui/page/section.tsx';
import { VerifyHint } from './verify-hint.tsx';

/** What is sent, byte for byte, and how the receiver knows that it is ours. */
export function DeliveryRequest({ delivery }: { delivery: DeliveryDetail }) {
  return (
    <>
      <Section title="Request body">
        <Text c="dimmed" mb="xs">
          Exactly these bytes are sent and signed.
        </Text>
        <CodeBlock wrap code={delivery.requestBody} label="request body" />
      </Section>
      <Section title="How the receiver verifies it">
        <VerifyHint delivery={delivery} />
      </Section>
    </>
  );
}
