import { Box, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import type { FactorAdded, TotpSetup } from '@parley/shared/administration/second-factor';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../api.ts';
import { CodeBlock } from '../../ui/code/code-block.tsx';
import { FormActions } from '../../ui/form/form-actions.tsx';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';

interface Props {
  onAdded: (added: FactorAdded) => Promise<void>;
  onClose: () => void;
}

/** Sets up an authenticator app: a code to scan or a key to type, and then a code of the app. */
export function AppSetupDialog({ opened, ...props }: Props & { opened: boolean }) {
  return (
    <Modal opened={opened} onClose={props.onClose} title="Set up an authenticator app">
      <Setup {...props} />
    </Modal>
  );
}

function Setup({ onAdded, onClose }: Props) {
  const { mutate, data, error } = useMutation(api.account.beginTotp.mutationOptions());
  useEffect(() => mutate(), [mutate]);
  return (
    <Stack gap="md">
      <ProblemAlert error={error} />
      {data ? <CodeForm made={data} onAdded={onAdded} onClose={onClose} /> : !error && <Skeleton h={300} />}
    </Stack>
  );
}

function CodeForm({ made, onAdded, onClose }: Props & { made: TotpSetup }) {
  const [code, setCode] = useState('');
  const confirm = useMutation(api.account.confirmTotp.mutationOptions({ onSuccess: onAdded }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate({ setup: made.setup, code });
      }}
    >
      <Stack gap="md">
        <Text>Scan this with the app on your phone, or type the key into it.</Text>
        <QrCode text={made.uri} />
        <CodeBlock code={made.secret} label="key" wrap />
        <ProblemAlert error={confirm.error} />
        <TextInput
          data-autofocus
          label="Code"
          description="Six digits that the app shows now."
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      </Stack>
      <FormActions submit="Use this app" isSending={confirm.isPending} onCancel={onClose} />
    </form>
  );
}

/** A QR code, dark on light whatever the colours of the console: cameras want it so. */
function QrCode({ text }: { text: string }) {
  const code = useQuery({
    queryKey: ['qr', text],
    queryFn: async () => (await import('uqr')).encode(text, { border: 2 }),
    staleTime: Infinity,
    gcTime: 0,
  });
  if (!code.data) return <Skeleton h={200} w={200} />;
  const { size, data } = code.data;
  const path = data
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : [])))
    .join('');
  return (
    <Box>
      <svg
        role="img"
        aria-label="QR code for the app"
        viewBox={`0 0 ${size} ${size}`}
        width={200}
        height={200}
        shapeRendering="crispEdges"
      >
        <rect width={size} height={size} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
    </Box>
  );
}
