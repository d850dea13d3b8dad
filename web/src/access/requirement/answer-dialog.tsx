import { Modal, Stack, Text, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';

interface AnswerProps {
  /** What follows from it. */
  text: string;
  label?: string;
  /** Whether something has to be said. */
  isNeeded?: boolean;
  act: string;
  isDangerous?: boolean;
  onClose: () => void;
  /** `''` where nothing was said. */
  send: (answer: string) => Promise<unknown>;
}

/** Asks what to say with an answer to a requirement. Stays open with the reason when it fails. */
export function AnswerDialog({ opened, title, ...form }: AnswerProps & { opened: boolean; title: string }) {
  return (
    <Modal opened={opened} onClose={form.onClose} title={title}>
      <AnswerForm {...form} />
    </Modal>
  );
}

function AnswerForm({
  text,
  label = 'What to tell them',
  isNeeded = false,
  act,
  isDangerous = false,
  onClose,
  send,
}: AnswerProps) {
  const [answer, setAnswer] = useState('');
  const sending = useMutation({
    mutationFn: async (said: string) => {
      await send(said);
      // Here and not as a callback of the call: what was answered may have closed the dialog already, and its address stays.
      onClose();
    },
  });
  const isMissing = isNeeded && answer.trim() === '';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!isMissing) sending.mutate(answer.trim());
      }}
    >
      <Stack gap="md">
        <ProblemAlert error={sending.error} />
        <Text>{text}</Text>
        <Textarea
          data-autofocus
          label={label}
          required={isNeeded}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={2000}
          value={answer}
          onChange={(event) => setAnswer(event.currentTarget.value)}
        />
        <FormActions
          submit={act}
          isDangerous={isDangerous}
          isDisabled={isMissing}
          isSending={sending.isPending}
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}
