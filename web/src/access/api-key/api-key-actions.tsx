import { Button } from '@mantine/core';
import type { ApiKeyCreated, ApiKeyView } from '@parley/shared/access/api-key';
import { IconBan, IconRefresh } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiKeySecret } from '../../nouns/api-key/api-key-secret.tsx';
import { RevokeApiKeyDialog } from './revoke-api-key-dialog.tsx';
import { RotateApiKeyDialog } from './rotate-api-key-dialog.tsx';

const route = getRouteApi('/_console/api-keys/$id');

/** What can be done with a key: an active one is rotated or revoked, an expired one only revoked. */
export function ApiKeyActions({ apiKey }: { apiKey: ApiKeyView }) {
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const [successor, setSuccessor] = useState<ApiKeyCreated | null>(null);
  const setDialog = (next: typeof dialog) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });
  const isActive = apiKey.status === 'active';
  return (
    <>
      {isActive && (
        <Button
          type="button"
          variant="default"
          leftSection={<IconRefresh size={14} />}
          onClick={() => setDialog('rotate')}
        >
          Rotate
        </Button>
      )}
      {apiKey.status !== 'revoked' && (
        <Button
          type="button"
          variant="default"
          leftSection={<IconBan size={14} />}
          onClick={() => setDialog('revoke')}
        >
          Revoke
        </Button>
      )}
      <RotateApiKeyDialog
        apiKey={apiKey}
        opened={isActive && dialog === 'rotate'}
        onClose={() => setDialog(undefined)}
        onRotated={(created) => {
          setSuccessor(created);
          setDialog(undefined);
        }}
      />
      <RevokeApiKeyDialog
        apiKey={apiKey}
        opened={apiKey.status !== 'revoked' && dialog === 'revoke'}
        onClose={() => setDialog(undefined)}
      />
      <ApiKeySecret title="New API key" apiKey={successor} onStored={() => setSuccessor(null)} />
    </>
  );
}
