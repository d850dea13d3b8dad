import { Button, Group, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { UpdateAccount } from '@parley/shared/administration/account';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { useSession } from '../../lib/session/session-context.ts';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { Section } from '../../ui/page/section.tsx';
import { ChangePasswordDialog } from '../../nouns/session/change-password-dialog.tsx';
import { useUpdateAccount } from './use-update-account.ts';

/** Name and password. */
export function AccountPerson() {
  const session = useSession();
  const update = useUpdateAccount();
  const [isPasswordOpen, password] = useDisclosure(false);
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: UpdateAccount.required({ name: true }),
    initial: { name: session.name },
    send: update.mutateAsync,
    onSent: () => notifications.show({ message: 'The name is changed.' }),
  });
  return (
    <Section
      title="Name and password"
      actions={
        <Button type="button" variant="default" onClick={password.open}>
          Change password
        </Button>
      }
    >
      <form onSubmit={onSubmit} noValidate>
        <ProblemAlert error={failure} />
        <Group align="flex-end" gap="xs">
          <TextInput
            label="Name"
            description="As others see it, here and in the audit trail."
            autoComplete="name"
            w={320}
            maw="100%"
            {...form.getInputProps('name')}
          />
          <Button type="submit" loading={isSending} disabled={form.values.name === session.name}>
            Save name
          </Button>
        </Group>
      </form>
      <ChangePasswordDialog opened={isPasswordOpen} onClose={password.close} />
    </Section>
  );
}
