import { List, Modal, Skeleton, TextInput } from '@mantine/core';
import { DeprecateContract, type ContractVersionDetail } from '@parley/shared/contracts/contract';
import { dayMs } from '@parley/shared/words/time';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { count } from '../../lib/text/count.ts';
import { instantOf, localOf } from '../../lib/time/local-time.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { ContractAudience } from './contract-audience.tsx';
import { useContractSteps } from './use-contract-steps.ts';

const daysAtLeast = 30;

/** Announces until when a version is promised, or a later time than was announced. */
export function DeprecateContractDialog({
  version,
  opened,
  onClose,
}: {
  version: ContractVersionDetail;
  opened: boolean;
  onClose: () => void;
}) {
  const isAnnounced = version.sunsetAt !== null;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={isAnnounced ? 'Move the sunset?' : `Deprecate ${version.version}?`}
    >
      <Content version={version} onClose={onClose} />
    </Modal>
  );
}

interface FormProps {
  version: ContractVersionDetail;
  onClose: () => void;
}

// The form begins with a sunset that the rules allow, so they have to be known before it.
function Content(form: FormProps) {
  const rules = useQuery(api.api.get.queryOptions({ slug: form.version.api }));
  if (rules.error) return <ProblemAlert error={rules.error} />;
  if (!rules.data) return <Skeleton h={160} />;
  return <DeprecateForm {...form} graceDays={rules.data.rules.sunsetGraceDays} />;
}

function DeprecateForm({ version, graceDays, onClose }: FormProps & { graceDays: number }) {
  const { deprecate } = useContractSteps();
  const { api: slug, id, sunsetAt } = version;
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: DeprecateContract,
    initial: { sunsetAt: localOf(sunsetAt ?? inDays(Math.max(daysAtLeast, graceDays + 1))) },
    prepare: (values) => ({ slug, id, sunsetAt: instantOf(values.sunsetAt) }),
    send: deprecate.mutateAsync,
    onSent: onClose,
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <List size="sm" spacing={4} mb="md">
        <List.Item>It stays promised until its sunset. An earlier one cannot be set afterwards.</List.Item>
        {graceDays > 0 && (
          <List.Item>The rules of this API ask for {count(graceDays, 'day')} of grace at least.</List.Item>
        )}
        <List.Item>Who still calls it is counted down under Deprecations.</List.Item>
      </List>
      <TextInput
        data-autofocus
        type="datetime-local"
        label="Sunset"
        description="In your own time zone."
        required
        {...form.getInputProps('sunsetAt')}
      />
      <ContractAudience slug={slug} id={id} act="deprecate" />
      <FormActions
        submit={sunsetAt ? 'Move the sunset' : 'Deprecate'}
        isSending={isSending}
        onCancel={onClose}
      />
    </form>
  );
}

const inDays = (days: number) => new Date(Date.now() + days * dayMs).toISOString();
