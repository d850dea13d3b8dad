import { Modal, Stack, Text, TextInput } from '@mantine/core';
import { CreateIntakeLink, type IntakeLinkCreated } from '@parley/shared/access/intake';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, queryClient } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { SecretOnce } from '../../ui/form/secret-once.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';

/** Makes a link by which an integrator writes a requirement, and shows it once. */
export function IntakeLinkDialog({
  opened,
  consumerId,
  requirementId,
  mailTo,
  onClose,
}: {
  opened: boolean;
  consumerId: string;
  /** Left out, a new draft is made. */
  requirementId?: string;
  mailTo: string | null;
  onClose: () => void;
}) {
  const [created, setCreated] = useState<IntakeLinkCreated | null>(null);
  return (
    <>
      <Modal opened={opened && created === null} onClose={onClose} title="Link for the integrator">
        <LinkForm
          {...{ consumerId, mailTo, onClose }}
          {...(requirementId !== undefined && { requirementId })}
          onCreated={setCreated}
        />
      </Modal>
      <SecretOnce
        title="The link is made"
        what="link"
        secret={created?.intakeUrl ?? null}
        text={
          created?.link.mailedTo
            ? `It is on its way to ${created.link.mailedTo}. It opens once, and is not shown again.`
            : 'Send this link to the integrator. It opens once, in the browser in which it is written, and is not shown again.'
        }
        doneLabel="Done"
        onStored={() => {
          setCreated(null);
          onClose();
        }}
      />
    </>
  );
}

interface LinkFormProps {
  consumerId: string;
  requirementId?: string;
  mailTo: string | null;
  onClose: () => void;
  onCreated: (created: IntakeLinkCreated) => void;
}

function LinkForm({ consumerId, requirementId, mailTo, onClose, onCreated }: LinkFormProps) {
  const create = useMutation(api.intakeLink.create.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: CreateIntakeLink,
    initial: { mailTo: mailTo ?? '', openWithinDays: '7' },
    prepare: (values) => ({
      consumerId,
      ...(requirementId === undefined ? {} : { requirementId }),
      ...(values.mailTo.trim() === '' ? {} : { mailTo: values.mailTo.trim() }),
      openWithinDays: Number(values.openWithinDays),
    }),
    send: create.mutateAsync,
    onSent: async (created) => {
      onCreated(created);
      await queryClient.invalidateQueries(api.requirement.pathFilter());
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <Stack gap="md">
        <ProblemAlert error={failure} />
        <Text>
          With it an integrator writes what it needs, without an account. Links that there were for the same
          requirement end.
        </Text>
        <TextInput
          label="Send to"
          description="An e-mail address, if mail is configured. Otherwise copy the link from the next page."
          type="email"
          autoComplete="off"
          {...form.getInputProps('mailTo')}
        />
        <TextInput
          label="Days within which it is opened"
          inputMode="numeric"
          {...form.getInputProps('openWithinDays')}
        />
        <FormActions submit="Make the link" isSending={isSending} onCancel={onClose} />
      </Stack>
    </form>
  );
}
