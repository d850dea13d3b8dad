import type { ApiKeyView } from '@parley/shared/access/api-key';
import { scopeDescriptions } from '@parley/shared/scope';
import { KeyValue } from '../../ui/text/key-value.tsx';
import { Section } from '../../ui/page/section.tsx';

/** What a key may do. It cannot be changed: a key with other scopes is another key. */
export function ApiKeyScopes({ apiKey }: { apiKey: ApiKeyView }) {
  return (
    <Section title="What it may do">
      <KeyValue facts={apiKey.scopes.map((scope) => [scope, scopeDescriptions[scope]])} />
    </Section>
  );
}
