import { Stack, Switch, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { Role } from '@parley/shared/scope';
import { PasswordField } from '../../ui/form/password-field.tsx';
import type { ProviderValues } from './provider-form.ts';

/** The fields of an identity provider. Its issuer is fixed once it is set up: accounts are joined by it. */
export function ProviderFields({ form, isNew }: { form: UseFormReturnType<ProviderValues>; isNew: boolean }) {
  const text = (name: keyof ProviderValues & string) => ({
    autoComplete: 'off',
    ...form.getInputProps(name),
  });
  return (
    <Stack gap="md">
      <TextInput
        data-autofocus
        label="Name"
        description="The sign-in page says “Continue with …”."
        placeholder="Company login"
        required
        {...text('name')}
      />
      {isNew && (
        <TextInput
          label="Issuer"
          description="As the provider says it of itself, to the letter."
          placeholder="https://login.example/realms/company"
          required
          {...text('issuer')}
        />
      )}
      <TextInput label="Client id" required {...text('clientId')} />
      <PasswordField
        label="Client secret"
        description={isNew ? 'Kept encrypted, and not shown again.' : 'Left blank, it stays as it is.'}
        required={isNew}
        {...text('clientSecret')}
        autoComplete="new-password"
      />
      <PeopleFields form={form} />
      <VouchingFields form={form} />
    </Stack>
  );
}

function PeopleFields({ form }: { form: UseFormReturnType<ProviderValues> }) {
  const text = (name: keyof ProviderValues & string) => ({
    autoComplete: 'off',
    ...form.getInputProps(name),
  });
  return (
    <>
      <TextInput
        label="Domains"
        description="Whose people it signs in, beside passwords and passkeys. With commas between them."
        placeholder="company.example"
        {...text('domains')}
      />
      <TextInput
        label="Domains for single sign-on only"
        description="Passwords and passkeys of their people open nothing any more. One owner keeps a password, so that nobody is locked out for good."
        {...text('onlyDomains')}
      />
      <TextInput
        label="Claim with the groups"
        description="Such as groups; inside of another as realm_access.roles."
        required
        {...text('groupClaim')}
      />
      <Textarea
        label="Roles by group"
        description={`One a line, looked at each time that somebody signs in. Roles: ${Role.options.join(', ')}.`}
        placeholder={'api-team = engineer\nhelp-desk = support'}
        autosize
        minRows={3}
        {...text('roles')}
      />
      <TextInput label="Scopes that are asked for" required {...text('scopes')} />
    </>
  );
}

function VouchingFields({ form }: { form: UseFormReturnType<ProviderValues> }) {
  return (
    <>
      <Switch
        label="Its addresses are verified"
        description="For providers that send no email_verified, such as Entra ID. Only for its own domains."
        {...form.getInputProps('vouchesForEmail', { type: 'checkbox' })}
      />
      <Switch
        label="It asks everybody for a second factor"
        description="Otherwise a sign-in counts as two factors when amr says mfa, and Parley asks for its own where there is one."
        {...form.getInputProps('vouchesForSecondFactor', { type: 'checkbox' })}
      />
    </>
  );
}
