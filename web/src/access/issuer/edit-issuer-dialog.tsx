import { Modal } from '@mantine/core';
import { type IssuerView, UpdateIssuer } from '@parley/shared/access/issuer';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { IssuerFields, type IssuerValues, sentOf } from './issuer-fields.tsx';
import { environmentsText, scopeMapText } from './issuer-form.ts';

const valuesOf = (issuer: IssuerView): IssuerValues => ({
  name: issuer.name,
  issuer: issuer.issuer,
  audience: issuer.audience,
  audienceClaim: issuer.audienceClaim,
  jwksUrl: issuer.jwksUrl ?? '',
  algorithms: issuer.algorithms.join(', '),
  tokenType: issuer.tokenType,
  consumerClaim: issuer.consumerClaim,
  environmentClaim: issuer.environmentClaim ?? '',
  environments: environmentsText(issuer.environments),
  scopeClaims: issuer.scopeClaims.join(', '),
  scopeMap: scopeMapText(issuer.scopeMap),
  scopes: issuer.scopes,
});

interface Props {
  issuer: IssuerView;
  onClose: () => void;
}

export function EditIssuerDialog({ opened, ...form }: Props & { opened: boolean }) {
  return (
    <Modal opened={opened} onClose={form.onClose} title={`Change ${form.issuer.name}`} size="lg">
      <EditIssuerForm {...form} />
    </Modal>
  );
}

function EditIssuerForm({ issuer, onClose }: Props) {
  const update = useMutation(api.issuer.update.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: UpdateIssuer,
    initial: valuesOf(issuer),
    prepare: (values) => ({ id: issuer.id, ...sentOf(values), jwksUrl: values.jwksUrl.trim() || null }),
    fieldOf: { 'auth.grant_refused': 'scopes' },
    send: update.mutateAsync,
    onSent: async () => {
      await queryClient.invalidateQueries(api.issuer.pathFilter());
      onClose();
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <IssuerFields form={form} isNew={false} />
      <FormActions submit="Save" isSending={isSending} onCancel={onClose} />
    </form>
  );
}
