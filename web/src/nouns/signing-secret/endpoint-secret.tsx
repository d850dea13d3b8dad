import type { EndpointWithSecret } from '@parley/shared/webhooks/endpoint';
import { useNavigate } from '@tanstack/react-router';
import { SecretOnce } from '../../ui/form/secret-once.tsx';
import { VerificationSnippets } from './verification-snippets.tsx';

/** Shows a new signing secret once, with how to use it; then leads to the endpoint, and there to what comes next. Nothing while it is `null`. */
export function EndpointSecret({
  title,
  endpoint,
  onStored,
  then,
}: {
  title: string;
  endpoint: EndpointWithSecret | null;
  onStored: () => void;
  /** What is asked next: after a rotation, whether the receiver takes what is signed now. */
  then?: 'test';
}) {
  const navigate = useNavigate();
  return (
    <SecretOnce
      title={title}
      what="signing secret"
      size="lg"
      text="Copy the signing secret to the receiver, which verifies each webhook with it. Parley does not show it again."
      secret={endpoint?.secret ?? null}
      onStored={() => {
        onStored();
        if (!endpoint) return;
        const { id, environment } = endpoint;
        void navigate({ to: '/endpoints/$id', params: { id }, search: { env: environment, dialog: then } });
      }}
    >
      {endpoint && <VerificationSnippets endpoint={endpoint} secret={endpoint.secret} />}
    </SecretOnce>
  );
}
