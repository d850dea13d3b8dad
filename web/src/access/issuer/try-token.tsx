import { Button, Stack, Text, Textarea } from '@mantine/core';
import { TryToken as TryTokenInput, type TriedToken } from '@parley/shared/access/issuer';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, queryClient } from '../../api.ts';
import { useSchemaForm } from '../../lib/form/use-schema-form.ts';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';
import { StepVerdict } from '../../ui/text/step-verdict.tsx';

/** Judges a token as a call with it would be, and says of each step what it found. */
export function TryToken() {
  const [tried, setTried] = useState<TriedToken | null>(null);
  const attempt = useMutation(api.issuer.tryToken.mutationOptions());
  const { form, onSubmit, failure, isSending } = useSchemaForm({
    schema: TryTokenInput,
    initial: { token: '' },
    prepare: ({ token }) => ({ token: token.trim() }),
    send: attempt.mutateAsync,
    onSent: async (result) => {
      setTried(result);
      await queryClient.invalidateQueries(api.issuer.pathFilter());
    },
  });
  return (
    <Stack gap="md">
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="sm">
          <ProblemAlert error={failure} />
          <Textarea
            data-autofocus
            label="Access token"
            description="As a program would send it. It is judged here and not kept."
            placeholder="eyJhbGciOi…"
            autosize
            minRows={3}
            maxRows={8}
            spellCheck={false}
            autoComplete="off"
            {...form.getInputProps('token')}
          />
          <div>
            <Button type="submit" loading={isSending}>
              Try it
            </Button>
          </div>
        </Stack>
      </form>
      {tried && <Verdict tried={tried} />}
    </Stack>
  );
}

const words: Record<TriedToken['steps'][number]['step'], string> = {
  form: 'Form',
  issuer: 'Issuer',
  algorithm: 'Algorithm',
  type: 'Type',
  key: 'Key',
  signature: 'Signature',
  audience: 'Audience',
  time: 'Time',
  consumer: 'Consumer',
  environment: 'Environment',
  scopes: 'Scopes',
};

function Verdict({ tried }: { tried: TriedToken }) {
  const steps = tried.steps.map(({ step, passed, text }) => ({ id: step, name: words[step], passed, text }));
  return (
    <>
      <StepVerdict isAccepted={tried.accepted} steps={steps} />
      {tried.accepted && (
        <Text mt={6}>
          It acts for {tried.consumerName} in {tried.environment}, with{' '}
          {tried.scopes.join(', ') || 'no scope'}.
        </Text>
      )}
    </>
  );
}
