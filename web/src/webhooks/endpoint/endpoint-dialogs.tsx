import type { EndpointView, EndpointWithSecret } from '@parley/shared/webhooks/endpoint';
import { useState } from 'react';
import { EditEndpointDialog } from '../../nouns/endpoint-form/edit-endpoint-dialog.tsx';
import { EndpointSecret } from '../../nouns/signing-secret/endpoint-secret.tsx';
import { RemoveEndpointDialog } from './remove-endpoint-dialog.tsx';
import { RotateSecretDialog } from '../../nouns/signing-secret/rotate-secret-dialog.tsx';
import { SwitchEndpointDialog } from './switch-endpoint-dialog.tsx';
import { TestEndpointDialog } from '../../nouns/test-event/test-endpoint-dialog.tsx';

/** Every dialog of an endpoint; `dialog` says which one is open. */
export function EndpointDialogs({
  endpoint,
  dialog,
  onClose,
}: {
  endpoint: EndpointView;
  dialog: string | undefined;
  onClose: () => void;
}) {
  const [rotated, setRotated] = useState<EndpointWithSecret | null>(null);
  const isActive = endpoint.status === 'active';
  return (
    <>
      <EditEndpointDialog endpoint={endpoint} opened={dialog === 'edit'} onClose={onClose} />
      <TestEndpointDialog endpoint={endpoint} opened={isActive && dialog === 'test'} onClose={onClose} />
      <SwitchEndpointDialog
        endpoint={endpoint}
        act={dialog === 'disable' || dialog === 'enable' ? dialog : undefined}
        onClose={onClose}
      />
      <RemoveEndpointDialog endpoint={endpoint} opened={dialog === 'remove'} onClose={onClose} />
      <RotateSecretDialog
        endpoint={endpoint}
        opened={dialog === 'rotate'}
        onClose={onClose}
        onRotated={(next) => {
          setRotated(next);
          onClose();
        }}
      />
      <EndpointSecret
        title="New signing secret"
        endpoint={rotated}
        then="test"
        onStored={() => setRotated(null)}
      />
    </>
  );
}
