import { Button } from '@mantine/core';
import type { ConsumerView } from '@parley/shared/access/consumer';
import { IconPencil, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { EditConsumerDialog } from './edit-consumer-dialog.tsx';
import { SuspendConsumerDialog } from './suspend-consumer-dialog.tsx';

const route = getRouteApi('/_console/consumers/$id');

/** What can be done with a consumer. The open dialog is in the address, so that Back closes it. */
export function ConsumerActions({ consumer }: { consumer: ConsumerView }) {
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const setDialog = (next: typeof dialog) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }) });
  const isActive = consumer.status === 'active';
  return (
    <>
      <Button
        type="button"
        variant="default"
        leftSection={<IconPencil size={14} />}
        onClick={() => setDialog('edit')}
      >
        Edit
      </Button>
      <Button
        type="button"
        variant="default"
        leftSection={isActive ? <IconPlayerPause size={14} /> : <IconPlayerPlay size={14} />}
        onClick={() => setDialog(isActive ? 'suspend' : 'reactivate')}
      >
        {isActive ? 'Suspend' : 'Reactivate'}
      </Button>
      <EditConsumerDialog
        consumer={consumer}
        opened={dialog === 'edit'}
        onClose={() => setDialog(undefined)}
      />
      <SuspendConsumerDialog
        consumer={consumer}
        act={dialog === 'edit' ? undefined : dialog}
        onClose={() => setDialog(undefined)}
      />
    </>
  );
}
