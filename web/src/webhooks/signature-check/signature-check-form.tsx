import { Button, Group, Stack } from '@mantine/core';
import { RunSignatureCheck, type SignatureCheckView } from '@parley/shared/webhooks/signature-check';
import { IconStethoscope } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { EndpointSelect } from '../../nouns/endpoint/endpoint-select.tsx';
import { ReceivedFields } from './received-fields.tsx';
import { signatureCheckOf, type SignatureCheckValues } from './signature-check-values.ts';

// The field takes the headers as text only.
const schema = RunSignatureCheck.safeExtend({ headers: z.string().max(32_000) });

const initial: SignatureCheckValues = {
  endpointId: '',
  headers: '',
  body: '',
  bodyEncoding: 'utf8',
  secret: '',
  receivedAt: '',
};

/** Takes a request as it was received and asks what is wrong with it. The endpoint is in the address, the rest nowhere. */
export function SignatureCheckForm({
  endpointId,
  onChoose,
  onChecked,
}: {
  endpointId: string;
  onChoose: (endpointId: string) => void;
  onChecked: (report: SignatureCheckView) => void;
}) {
  // What was pasted, a secret perhaps, does not stay in the memory of finished calls.
  const check = useMutation({ ...api.signatureCheck.run.mutationOptions(), gcTime: 0 });
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema,
    initial,
    prepare: (values) => signatureCheckOf({ ...values, endpointId }),
    fieldOf: { 'endpoint.not_found': 'endpointId' },
    send: check.mutateAsync,
    onSent: onChecked,
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <Stack gap="md">
        <EndpointSelect
          value={endpointId}
          error={form.errors['endpointId']}
          onChange={(id) => {
            form.clearFieldError('endpointId');
            onChoose(id);
          }}
        />
        <ReceivedFields form={form} />
        <Group justify="flex-end">
          <Button type="submit" leftSection={<IconStethoscope size={14} />} loading={isSending}>
            Check the signature
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
