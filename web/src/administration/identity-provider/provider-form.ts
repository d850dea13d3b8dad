import type {
  IdentityProviderView,
  ProviderDomain,
  ProviderRole,
} from '@parley/shared/administration/identity-provider';

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** `api-team = engineer`, one a line. What is no role stays as it is, and the schema says what is wrong with it. */
export const rolesOf = (text: string): { group: string; role: string }[] =>
  linesOf(text).map((line) => {
    const at = line.lastIndexOf('=');
    return at < 0
      ? { group: line, role: '' }
      : {
          group: line.slice(0, at).trim(),
          role: line
            .slice(at + 1)
            .trim()
            .toLowerCase(),
        };
  });

export const rolesText = (roles: readonly ProviderRole[]): string =>
  roles.map(({ group, role }) => `${group} = ${role}`).join('\n');

/** Domains between commas, blanks or line ends; those that are named in `only` are for single sign-on only. */
export const domainsOf = (text: string, isOnly: boolean): ProviderDomain[] =>
  text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((domain) => ({ domain, isOnly }));

const domainsText = (domains: readonly ProviderDomain[], isOnly: boolean): string =>
  domains
    .filter((one) => one.isOnly === isOnly)
    .map(({ domain }) => domain)
    .join(', ');

/** What stands in the fields of a provider. */
export interface ProviderValues extends Record<string, unknown> {
  name: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  scopes: string;
  groupClaim: string;
  roles: string;
  domains: string;
  onlyDomains: string;
  vouchesForEmail: boolean;
  vouchesForSecondFactor: boolean;
}

export const blankProvider: ProviderValues = {
  name: '',
  issuer: '',
  clientId: '',
  clientSecret: '',
  scopes: 'openid email profile',
  groupClaim: 'groups',
  roles: '',
  domains: '',
  onlyDomains: '',
  vouchesForEmail: false,
  vouchesForSecondFactor: false,
};

export const valuesOf = (provider: IdentityProviderView): ProviderValues => ({
  name: provider.name,
  issuer: provider.issuer,
  clientId: provider.clientId,
  clientSecret: '',
  scopes: provider.scopes.join(' '),
  groupClaim: provider.groupClaim,
  roles: rolesText(provider.roles),
  domains: domainsText(provider.domains, false),
  onlyDomains: domainsText(provider.domains, true),
  vouchesForEmail: provider.vouchesForEmail,
  vouchesForSecondFactor: provider.vouchesForSecondFactor,
});

/** What the server is sent of them. */
export const sentOf = (values: ProviderValues) => ({
  name: values.name,
  clientId: values.clientId.trim(),
  ...(values.clientSecret !== '' && { clientSecret: values.clientSecret }),
  scopes: values.scopes.split(/[\s,]+/).filter((word) => word !== ''),
  groupClaim: values.groupClaim,
  roles: rolesOf(values.roles),
  domains: [...domainsOf(values.domains, false), ...domainsOf(values.onlyDomains, true)],
  vouchesForEmail: values.vouchesForEmail,
  vouchesForSecondFactor: values.vouchesForSecondFactor,
});
