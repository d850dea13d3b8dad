import { SegmentedControl, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { PasswordField } from '../../ui/form/password-field.tsx';
import classes from './received-fields.module.css';
import type { SignatureCheckValues } from './signature-check-values.ts';

const headersHint = ['webhook-id: evt_…', 'webhook-timestamp: 1795339800', 'webhook-signature: v1,…'].join(
  '\n',
);

const text = {
  autosize: true,
  spellCheck: false,
  autoComplete: 'off',
  classNames: { input: classes.raw ?? '' },
} as const;

/** The request as it arrived: headers, raw body, when it was, and the secret that the receiver uses. */
export function ReceivedFields({ form }: { form: UseFormReturnType<SignatureCheckValues> }) {
  return (
    <>
      <Textarea
        {...text}
        label="Headers"
        description="As text, one a line, or as JSON. All of them, or the three that begin with webhook-."
        required
        placeholder={headersHint}
        minRows={4}
        maxRows={10}
        {...form.getInputProps('headers')}
      />
      <RawBody form={form} />
      <TextInput
        type="datetime-local"
        step={1}
        label="Received at"
        description="In your time zone. Without it the timestamp is compared with now."
        styles={{ wrapper: { maxWidth: 260 } }}
        {...form.getInputProps('receivedAt')}
      />
      <PasswordField
        label="Secret of the receiver"
        description="What it verifies with, to compare it with the endpoint’s. It is not stored."
        placeholder="whsec_…"
        autoComplete="off"
        visibilityToggleButtonProps={{ 'aria-label': 'Show the secret' }}
        {...form.getInputProps('secret')}
      />
    </>
  );
}

function RawBody({ form }: { form: UseFormReturnType<SignatureCheckValues> }) {
  const isText = form.values.bodyEncoding === 'utf8';
  return (
    <div>
      <Textarea
        {...text}
        label="Raw body"
        description={
          isText
            ? 'Byte for byte as it arrived, before anything parsed it. Fields of a browser turn CRLF to LF: paste base64 if that matters.'
            : 'The bytes in base64, such as base64 < body.json prints them.'
        }
        placeholder={isText ? '{"type":"…","timestamp":"…","data":{…}}' : 'eyJ0eXBlIjoi…'}
        minRows={5}
        maxRows={16}
        {...form.getInputProps('body')}
      />
      <SegmentedControl
        mt={6}
        aria-label="The body is pasted as"
        data={[
          { value: 'utf8', label: 'Text' },
          { value: 'base64', label: 'Base64' },
        ]}
        {...form.getInputProps('bodyEncoding')}
      />
    </div>
  );
}
