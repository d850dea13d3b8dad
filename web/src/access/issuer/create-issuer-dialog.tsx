import { Modal } from '@mantine/core';
import { CreateIssuer } from '@parley/shared/access/issuer';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { IssuerFields, type IssuerValues, sentOf } from './issuer-fields.tsx';

const initial: IssuerValues = {
  name: '',
  issuer: '',
  audience: '',
  audienceClaim: 'aud',
  jwksUrl: '',
  algorithms: 'RS256',
  tokenType: 'at+jwt',
  consumerClaim: 'client_id',
  environmentClaim: '',
  environments: '',
  scopeClaims: 'scope, scp',
  scopeMap: '',
  scopes: [],
};

export function CreateIssuerDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Trust an issuer" size="lg">
      <CreateIssuerForm onClose={onClose} />
    </Modal>
  );
}

function CreateIssuerForm({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const create = useMutation(api.issuer.create.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: CreateIssuer,
    initial,
    prepare: (values) => ({
      ...sentOf(values),
      issuer: values.issuer,
      ...(values.jwksUrl.trim() && { jwksUrl: values.jwksUrl }),
    }),
    fieldOf: { 'issuer.taken': 'issuer', 'auth.grant_refused': 'scopes' },
    send: create.mutateAsync,
    onSent: async ({ id }) => {
      await queryClient.invalidateQueries(api.issuer.pathFilter());
      await navigate({ to: '/issuers/$id', params: { id }, search: {} });
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <IssuerFields form={form} isNew />
      <FormActions submit="Trust it" isSending={isSending} onCancel={onClose} />
    </form>
  );
}
