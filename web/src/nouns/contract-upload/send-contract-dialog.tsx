import { Modal, Progress, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { ContractCheckResult } from './contract-check-result.tsx';
import { ContractFilesInput } from './contract-files-input.tsx';
import { useContractFiles } from './use-contract-files.ts';
import { useSendContract } from './use-send-contract.ts';

const words = {
  check: {
    title: 'Check a contract',
    text: 'It is compared with the newest version and linted. Nothing is stored.',
    submit: 'Check',
  },
  upload: {
    title: 'Upload a contract',
    text: 'It becomes a draft. The same contract again leads to the version that it is.',
    submit: 'Upload',
  },
};

interface FormProps {
  slug: string;
  act: 'check' | 'upload';
  onClose: () => void;
}

/** Takes the files of a contract, to check it or to upload it. */
export function SendContractDialog({ opened, ...form }: FormProps & { opened: boolean }) {
  return (
    <Modal opened={opened} onClose={form.onClose} title={words[form.act].title} size="lg">
      <SendForm {...form} />
    </Modal>
  );
}

function SendForm({ slug, act, onClose }: FormProps) {
  const chosen = useContractFiles();
  const [error, setError] = useState<string | null>(null);
  const sending = useSendContract(slug, act);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen.files.length > 0) sending.send(chosen);
        else setError(chosen.isFolder ? 'Choose a folder with a contract.' : 'Choose a file.');
      }}
    >
      <ProblemAlert error={sending.error} />
      <Stack gap="md">
        <Text c="dimmed">{words[act].text}</Text>
        <ContractFilesInput
          chosen={chosen}
          error={error}
          onChange={() => {
            sending.reset();
            setError(null);
          }}
        />
        {sending.isPending && <Sending part={sending.part} />}
        {sending.checked && !sending.isPending && <ContractCheckResult check={sending.checked} />}
      </Stack>
      <FormActions
        submit={words[act].submit}
        isSending={sending.isPending}
        onCancel={onClose}
        cancel={sending.checked ? 'Close' : 'Cancel'}
      />
    </form>
  );
}

function Sending({ part }: { part: number }) {
  const percent = Math.round(part * 100);
  return (
    <div>
      <Text component="output" display="block" mb={4}>
        {part < 1 ? `Sending, ${percent} %` : 'Sent; Parley reads, lints and compares it…'}
      </Text>
      <Progress value={percent} animated={part >= 1} aria-label={`${percent} % sent`} />
    </div>
  );
}
