import { Button, Group } from '@mantine/core';

/** The end of a form in a dialog: a way out, then the act. */
export function FormActions({
  submit,
  cancel = 'Cancel',
  isDangerous = false,
  isDisabled = false,
  isSending,
  onCancel,
}: {
  submit: string;
  cancel?: string;
  isDangerous?: boolean;
  isDisabled?: boolean;
  isSending: boolean;
  onCancel: () => void;
}) {
  return (
    <Group justify="flex-end" gap="xs" mt="md">
      <Button type="button" variant="default" onClick={onCancel}>
        {cancel}
      </Button>
      <Button
        type="submit"
        {...(isDangerous && { color: 'red.9' })}
        disabled={isDisabled}
        loading={isSending}
      >
        {submit}
      </Button>
    </Group>
  );
}
