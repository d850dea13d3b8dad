import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { IssuerConsumer, type IssuerView } from '@parley/shared/access/issuer';
import { IconPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { api, queryClient } from '../../api.ts';
import { useEnvironment } from '../../lib/address/use-environment.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { useMay } from '../../lib/session/session-context.ts';
import { ConsumerSelect } from '../../nouns/consumer/consumer-select.tsx';
import { EnvironmentField } from '../../nouns/environment/environment-field.tsx';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { type Column, DataTable } from '../../ui/list/data-table.tsx';
import { EmptyState } from '../../ui/list/empty-state.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';
import { EnvironmentBadge } from '../../ui/text/environment-badge.tsx';
import { TextLink } from '../../ui/text/text-link.tsx';
import { Time } from '../../ui/text/time.tsx';

const route = getRouteApi('/_console/issuers/$id');

type Entry = IssuerView['consumers'][number];

const sentOf = ({ value, consumerId, environment }: Entry) => ({ value, consumerId, environment });
const rowKey = ({ id }: Entry) => id;

const shown: Column<Entry>[] = [
  { id: 'value', header: 'Value', cell: ({ value }) => <code>{value}</code> },
  {
    id: 'consumer',
    header: 'Consumer',
    cell: ({ consumerId, consumerName }) => (
      <TextLink to="/consumers/$id" params={{ id: consumerId }}>
        {consumerName}
      </TextLink>
    ),
  },
  {
    id: 'environment',
    header: 'Environment',
    cell: ({ environment }) => <EnvironmentBadge environment={environment} />,
  },
  {
    id: 'used',
    header: 'Last call',
    cell: ({ lastUsedAt }) => <Time at={lastUsedAt} absent="Never" />,
    align: 'right',
    wide: true,
  },
];

/** What the rows of the table are drawn with: the act of a row belongs to the issuer. */
interface Row extends Entry {
  issuer: IssuerView;
}

const shownWithActs: Column<Row>[] = [
  ...shown,
  { id: 'act', header: 'Act', cell: (row) => <Remove row={row} />, align: 'right' },
];

/** Which value of the claim is which consumer. */
export function IssuerConsumers({ issuer }: { issuer: IssuerView }) {
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  const mayWrite = useMay('issuers:write');
  const setDialog = (next: typeof dialog) =>
    void navigate({ search: (before) => ({ ...before, dialog: next }), resetScroll: false });
  return (
    <Section
      title={`Consumers, by ${issuer.consumerClaim}`}
      flush
      actions={
        mayWrite && (
          <Button
            type="button"
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} />}
            onClick={() => setDialog('add')}
          >
            Add a consumer
          </Button>
        )
      }
    >
      <Entries issuer={issuer} mayWrite={mayWrite} />
      <Modal opened={dialog === 'add'} onClose={() => setDialog(undefined)} title="Add a consumer">
        <AddForm issuer={issuer} onClose={() => setDialog(undefined)} />
      </Modal>
    </Section>
  );
}

function Entries({ issuer, mayWrite }: { issuer: IssuerView; mayWrite: boolean }) {
  const items = issuer.consumers.map((entry): Row => ({ ...entry, issuer }));
  const query = {
    data: { items, nextCursor: null, previousCursor: null },
    error: null,
    isPending: false,
    isPlaceholderData: false,
    refetch: () => undefined,
  };
  return (
    <DataTable
      label="Consumers of this issuer"
      query={query}
      columns={mayWrite ? shownWithActs : shown}
      rowKey={rowKey}
      isBare
      empty={
        <EmptyState
          title="Nobody is named yet"
          text={`Tokens are refused until a value of the claim ${issuer.consumerClaim} is a consumer here.`}
        />
      }
    />
  );
}

function Remove({ row: { issuer, ...entry } }: { row: Row }) {
  const update = useMutation(api.issuer.update.mutationOptions());
  const remove = () =>
    update.mutate(
      { id: issuer.id, consumers: issuer.consumers.filter(({ id }) => id !== entry.id).map(sentOf) },
      { onSettled: () => void queryClient.invalidateQueries(api.issuer.pathFilter()) },
    );
  return (
    <>
      <ProblemAlert error={update.error} />
      <Button
        type="button"
        variant="default"
        size="xs"
        loading={update.isPending}
        aria-label={`Remove ${entry.value}`}
        onClick={remove}
      >
        Remove
      </Button>
    </>
  );
}

function AddForm({ issuer, onClose }: { issuer: IssuerView; onClose: () => void }) {
  const environment = useEnvironment();
  const update = useMutation(api.issuer.update.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: IssuerConsumer,
    initial: { value: '', consumerId: '', environment },
    send: async (entry) =>
      update.mutateAsync({ id: issuer.id, consumers: [...issuer.consumers.map(sentOf), entry] }),
    onSent: async () => {
      await queryClient.invalidateQueries(api.issuer.pathFilter());
      onClose();
    },
  });
  return (
    <form onSubmit={onSubmit} noValidate>
      <ProblemAlert error={failure} />
      <Stack gap="md">
        <TextInput
          data-autofocus
          label={`Value of ${issuer.consumerClaim}`}
          description="As it stands in the token."
          required
          autoComplete="off"
          {...form.getInputProps('value')}
        />
        <ConsumerSelect
          label="Consumer"
          value={form.values.consumerId}
          error={form.errors['consumerId']}
          onChange={(id) => form.setFieldValue('consumerId', id)}
        />
        <EnvironmentField
          what="token"
          value={form.values.environment}
          onChange={(chosen) => form.setFieldValue('environment', chosen)}
        />
      </Stack>
      <FormActions submit="Add" isSending={isSending} onCancel={onClose} />
    </form>
  );
}
