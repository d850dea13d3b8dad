import { List, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { AcceptChange, type ChangeView } from '@parley/shared/contracts/contract';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { formatNumber } from '../../lib/text/count.ts';
import { withoutBlanks } from '../../lib/form/form-errors.ts';
import { instantOf, localOf } from '../../lib/time/local-time.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { CodeText } from '../../ui/code/code-text.tsx';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { OperationList } from '../../nouns/contract/operation-list.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { forgetJudgements } from './forget-judgements.ts';

interface FormProps {
  slug: string;
  changes: readonly ChangeView[];
  onClose: () => void;
}

/** Takes breaking changes on oneself, all with the same reason. Closed while `changes` is empty. */
export function AcceptChangesDialog(props: FormProps) {
  const { changes, onClose } = props;
  const title =
    changes.length > 1 ? `Accept ${formatNumber(changes.length)} changes?` : 'Accept this change?';
  return (
    <Modal opened={changes.length > 0} onClose={onClose} title={title}>
      {changes.length > 0 && <AcceptForm {...props} />}
    </Modal>
  );
}

function useAcceptForm({ slug, changes, onClose }: FormProps) {
  const accept = useMutation(api.contractChange.accept.mutationOptions());
  // What was said before about a single one is where its form begins.
  const said = changes.length === 1 ? changes[0]?.acceptance : null;
  return useSchemaForm({
    schema: AcceptChange.omit({ fingerprint: true }),
    initial: { reason: said?.reason ?? '', expiresAt: localOf(said?.expiresAt ?? undefined) },
    prepare: ({ reason, expiresAt }) => ({
      slug,
      ...withoutBlanks({ reason, expiresAt: instantOf(expiresAt) }),
    }),
    send: async (input) => {
      for (const { fingerprint } of changes) await accept.mutateAsync({ ...input, fingerprint });
    },
    onSent: async () => {
      await forgetJudgements();
      onClose();
    },
  });
}

function AcceptForm(props: FormProps) {
  const { changes, onClose } = props;
  const { form, onSubmit, failure, isSending } = useAcceptForm(props);
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <Stack gap="md">
        <What changes={changes} />
        <Text c="dimmed">
          You answer for {changes.length > 1 ? 'each of them' : 'it'} under your name, in every upload of this
          API.
        </Text>
        <Textarea
          data-autofocus
          label="Reason"
          description="Why it may break, for whoever asks later."
          required
          autosize
          minRows={2}
          maxRows={6}
          {...form.getInputProps('reason')}
        />
        <TextInput
          type="datetime-local"
          label="Until"
          description="From then on it keeps the gate shut again. Blank for ever."
          {...form.getInputProps('expiresAt')}
        />
      </Stack>
      <FormActions
        submit={changes.length > 1 ? 'Accept changes' : 'Accept change'}
        isSending={isSending}
        onCancel={onClose}
      />
    </form>
  );
}

const namesShown = 5;

function What({ changes }: { changes: readonly ChangeView[] }) {
  const [first, ...others] = changes;
  if (first && others.length === 0)
    return (
      <div>
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          <CodeText text={first.text} />
        </Text>
        <OperationList operations={first.operations} total={first.operationCount} />
      </div>
    );
  const more = changes.length - namesShown;
  return (
    <List size="sm" spacing={4}>
      {changes.slice(0, namesShown).map(({ fingerprint, pointer, text }) => (
        <List.Item key={`${fingerprint} ${pointer}`} style={{ overflowWrap: 'anywhere' }}>
          <CodeText text={text} />
        </List.Item>
      ))}
      {more > 0 && <List.Item>and {formatNumber(more)} more</List.Item>}
    </List>
  );
}
