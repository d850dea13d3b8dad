import { Checkbox, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';

interface Named {
  name: string;
  isShared: boolean;
}

/** Asks what a view is called and who sees it. Stays open with the reason when that is refused. */
export function NameViewDialog({
  opened,
  title,
  initial,
  onClose,
  onSend,
}: {
  opened: boolean;
  title: string;
  initial: Named;
  onClose: () => void;
  onSend: (named: Named) => Promise<void>;
}) {
  const [name, setName] = useState(initial.name);
  const [isShared, setShared] = useState(initial.isShared);
  const send = useMutation({ mutationFn: onSend });
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate({ name: name.trim(), isShared }, { onSuccess: onClose });
        }}
      >
        <Stack gap="sm">
          <ProblemAlert error={send.error} />
          <TextInput
            label="Name"
            required
            maxLength={60}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Checkbox
            label="Everybody with a login sees it"
            description="Filters may name consumers and endpoints. What they show needs the permission for this list all the same."
            checked={isShared}
            onChange={(event) => setShared(event.currentTarget.checked)}
          />
        </Stack>
        <FormActions submit="Save the view" isSending={send.isPending} onCancel={onClose} />
      </form>
    </Modal>
  );
}
