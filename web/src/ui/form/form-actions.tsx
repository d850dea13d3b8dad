import { Button, Group } from '@mantine/core';

/** The end of a form in a dialog: a way out, then the act. */
export function FormActions({
  submit,
  cancel = 'Cancel',
  isSending,
  onCancel,
}: {
  submit: string;
  cancel?: string;
  isSending: boolean;
  onCancel: () => void;
}) {
  return (
    <Group justify="flex-end" gap="xs" mt="md">
      <Button type="button" variant="default" onClick={onCancel}>
        {cancel}
      </Button>
      <Button type="submit" loading={isSending}>
        {submit}
      </Button>
    </Group>
  );
}
