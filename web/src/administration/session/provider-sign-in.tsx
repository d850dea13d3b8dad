import { Button, Stack, TextInput } from '@mantine/core';
import type { SignOnOptions } from '@parley/shared/administration/single-sign-on';
import { IconBuilding } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api.ts';
import { ProblemAlert } from '../../ui/page/problem-alert.tsx';

const useBegin = () =>
  useMutation(api.singleSignOn.begin.mutationOptions({ onSuccess: ({ url }) => location.assign(url) }));

/** Signs in by the provider of the company: the one that there is, or that of the domain of an address. */
export function ProviderSignIn({ next }: { next: string }) {
  const { data } = useQuery(api.singleSignOn.options.queryOptions());
  const [first] = data?.providers ?? [];
  if (!data || !first) return null;
  return data.providers.length === 1 && !data.hasMore ? (
    <OneProvider provider={first} next={next} />
  ) : (
    <ByAddress next={next} />
  );
}

function OneProvider({ provider, next }: { provider: SignOnOptions['providers'][number]; next: string }) {
  const begin = useBegin();
  return (
    <>
      <ProblemAlert error={begin.error} />
      <Button
        type="button"
        fullWidth
        variant="default"
        leftSection={<IconBuilding size={14} />}
        loading={begin.isPending || begin.isSuccess}
        onClick={() => begin.mutate({ providerId: provider.id, returnTo: next })}
      >
        Continue with {provider.name}
      </Button>
    </>
  );
}

// It stands where the button was that the reader has just used.
const focus = (field: HTMLInputElement | null) => field?.focus();

function ByAddress({ next }: { next: string }) {
  const [isAsked, setIsAsked] = useState(false);
  const [email, setEmail] = useState('');
  const begin = useBegin();
  if (!isAsked)
    return (
      <Button
        type="button"
        fullWidth
        variant="default"
        leftSection={<IconBuilding size={14} />}
        onClick={() => setIsAsked(true)}
      >
        Continue with single sign-on
      </Button>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        begin.mutate({ email: email.trim(), returnTo: next });
      }}
    >
      <Stack gap="sm">
        <ProblemAlert error={begin.error} />
        <TextInput
          ref={focus}
          label="E-mail at your company"
          description="It says by which provider you sign in."
          type="email"
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Button type="submit" fullWidth loading={begin.isPending || begin.isSuccess}>
          Continue
        </Button>
      </Stack>
    </form>
  );
}
