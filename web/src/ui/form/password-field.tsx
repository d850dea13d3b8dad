import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useId } from 'react';

/** Mantine's password input, with what it lacks: a button in the tab order, and an error that is read with its field. */
export function PasswordField(props: PasswordInputProps) {
  const errorId = useId();
  const isWrong = Boolean(props.error);
  return (
    <PasswordInput
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
      errorProps={{ id: errorId }}
      aria-invalid={isWrong}
      aria-describedby={isWrong ? errorId : undefined}
      {...props}
    />
  );
}
