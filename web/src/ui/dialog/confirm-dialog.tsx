import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import type { Environment } from '@parley/shared/words/environment';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ProblemAlert } from '../page/problem-alert.tsx';
import { DialogTitle } from './dialog-title.tsx';

/**
 * Asks before something that cannot be taken back lightly. `facts` says what is at stake; `phrase`, when given, has
 * to be typed. Stays open with the reason when `onConfirm` fails.
 */
export function ConfirmDialog({
  opened,
  title,
  environment,
  ...form
}: FormProps & {
  opened: boolean;
  title: string;
  /** Of what the act is done to; `null` for what both have in common. */
  environment: Environment | null;
}) {
  const heading = environment === null ? title : <DialogTitle title={title} environment={environment} />;
  return (
    <Modal opened={opened} onClose={form.onClose} title={heading}>
      <ConfirmForm {...form} />
    </Modal>
  );
}

interface FormProps {
  onClose: () => void;
  facts: ReactNode;
  phrase?: string;
  confirmLabel: string;
  /** The way out, where “Cancel” would be taken for the act itself. */
  cancelLabel?: string;
  isDangerous?: boolean;
  onConfirm: () => Promise<unknown>;
}

function ConfirmForm({
  onClose,
  facts,
  phrase,
  confirmLabel,
  cancelLabel = 'Cancel',
  isDangerous = true,
  onConfirm,
}: FormProps) {
  const [typed, setTyped] = useState('');
  const confirm = useMutation({ mutationFn: onConfirm });
  const isReady = phrase === undefined || typed.trim() === phrase;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // A callback of this call: it is not for whoever has gone to another page in the meantime.
        if (isReady) confirm.mutate(undefined, { onSuccess: onClose });
      }}
    >
      <Stack gap="md">
        <ProblemAlert error={confirm.error} />
        <div>{facts}</div>
        {phrase !== undefined && <PhraseInput phrase={phrase} typed={typed} onType={setTyped} />}
        <Group justify="flex-end" gap="xs">
          <Button type="button" variant="default" onClick={onClose}>
            {cancelLabel}
          </Button>
          <Button
            type="submit"
            {...(isDangerous && { color: 'red.9' })}
            disabled={!isReady}
            loading={confirm.isPending}
          >
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function PhraseInput({
  phrase,
  typed,
  onType,
}: {
  phrase: string;
  typed: string;
  onType: (text: string) => void;
}) {
  return (
    <TextInput
      data-autofocus
      autoComplete="off"
      spellCheck={false}
      label={
        <>
          Type <code>{phrase}</code> to confirm
        </>
      }
      value={typed}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  );
}
