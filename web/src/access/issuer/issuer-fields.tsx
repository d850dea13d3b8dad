import { Select, Stack, Textarea, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { SignatureAlgorithm } from '@parley/shared/access/issuer';
import type { Scope } from '@parley/shared/scope';
import { useSession } from '../../lib/session/session-context.ts';
import { grantableScopes } from '../../nouns/scope/scope-groups.ts';
import { ScopePicker } from '../../nouns/scope/scope-picker.tsx';
import { environmentsOf, scopeMapOf, wordsOf } from './issuer-form.ts';

/** What stands in the fields of an issuer. */
export interface IssuerValues extends Record<string, unknown> {
  name: string;
  issuer: string;
  audience: string;
  audienceClaim: string;
  jwksUrl: string;
  algorithms: string;
  tokenType: string;
  consumerClaim: string;
  environmentClaim: string;
  environments: string;
  scopeClaims: string;
  scopeMap: string;
  scopes: Scope[];
}

/** What the server is sent of them. */
export const sentOf = (values: IssuerValues) => ({
  name: values.name,
  audience: values.audience,
  audienceClaim: values.audienceClaim,
  algorithms: wordsOf(values.algorithms),
  tokenType: values.tokenType,
  consumerClaim: values.consumerClaim,
  environmentClaim: values.environmentClaim.trim() || null,
  environments: environmentsOf(values.environments),
  scopeClaims: wordsOf(values.scopeClaims),
  scopeMap: scopeMapOf(values.scopeMap),
  scopes: values.scopes,
});

const tokenTypes = [
  { value: 'at+jwt', label: 'at+jwt, as RFC 9068 says' },
  { value: 'JWT', label: 'JWT, as many providers write' },
];

/** The fields of an issuer. Its address is fixed once it is trusted: tokens name it. */
export function IssuerFields({ form, isNew }: { form: UseFormReturnType<IssuerValues>; isNew: boolean }) {
  const grantable = grantableScopes(useSession().scopes);
  const text = (name: keyof IssuerValues & string) => ({ autoComplete: 'off', ...form.getInputProps(name) });
  return (
    <Stack gap="md">
      <TextInput data-autofocus label="Name" placeholder="Company login" required {...text('name')} />
      {isNew && (
        <TextInput
          label="Issuer"
          description="As it stands in iss of its tokens, to the letter."
          placeholder="https://login.example/realms/company"
          required
          {...text('issuer')}
        />
      )}
      <TextInput
        label="Audience"
        description="What tokens for Parley are made out to."
        placeholder={location.origin}
        required
        {...text('audience')}
      />
      <Select
        label="Type of its access tokens"
        description="Identity tokens are refused with either."
        data={tokenTypes}
        allowDeselect={false}
        {...form.getInputProps('tokenType')}
      />
      <TextInput
        label="Algorithms"
        description={`With commas between them: ${SignatureAlgorithm.options.join(', ')}.`}
        required
        {...text('algorithms')}
      />
      <TextInput
        label="Address of its keys"
        description="Left out, it is found by the discovery document of the issuer."
        {...text('jwksUrl')}
      />
      <ClaimFields form={form} />
      <ScopePicker
        grantable={grantable}
        value={form.values.scopes}
        error={form.errors['scopes']}
        onChange={(chosen) => form.setFieldValue('scopes', chosen)}
      />
    </Stack>
  );
}

function ClaimFields({ form }: { form: UseFormReturnType<IssuerValues> }) {
  const text = (name: keyof IssuerValues & string) => ({ autoComplete: 'off', ...form.getInputProps(name) });
  return (
    <>
      <TextInput
        label="Claim with the audience"
        description="aud, but for providers that have it elsewhere."
        required
        {...text('audienceClaim')}
      />
      <TextInput
        label="Claim with the consumer"
        description="Such as client_id or azp; inside of another as ctx.app."
        required
        {...text('consumerClaim')}
      />
      <TextInput
        label="Claim with the environment"
        description="Left out, each consumer below has one environment."
        {...text('environmentClaim')}
      />
      <Textarea
        label="Its values"
        description="One a line."
        placeholder={'production = live\nstaging = test'}
        autosize
        minRows={2}
        {...text('environments')}
      />
      <TextInput
        label="Claims with scopes"
        description="With commas between them, such as scope, realm_access.roles."
        required
        {...text('scopeClaims')}
      />
      <Textarea
        label="Their words as scopes of Parley"
        description="One a line. Left out, words that are scopes of Parley count as they are."
        placeholder="orders.write = events:publish, events:read"
        autosize
        minRows={2}
        {...text('scopeMap')}
      />
    </>
  );
}
