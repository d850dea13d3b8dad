import { z } from 'zod';
import { Role } from '../scope.ts';
import { idOf } from '../words/id.ts';
import { pageInput, pageOf } from '../words/page.ts';
import { isoTime, text } from '../words/text.ts';

export const IdentityProviderStatus = z.enum(['active', 'disabled']).meta({
  id: 'IdentityProviderStatus',
  description: 'Nobody signs in by a `disabled` provider, and its domains stay as they are.',
  example: 'active',
});

/** A domain of e-mail addresses, in small letters: labels of letters, digits and dashes, and at least one dot. */
const domainName = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/, 'A domain, such as company.example.')
  .meta({
    description: 'A domain of e-mail addresses. Those below it are others.',
    example: 'company.example',
  });

export const ProviderDomain = z
  .strictObject({
    domain: domainName,
    isOnly: z.boolean().default(false).meta({
      description: 'Whether people of this domain sign in by the provider and in no other way.',
      example: false,
    }),
  })
  .meta({
    id: 'ProviderDomain',
    description: 'A domain whose people the provider vouches for. A domain has one provider.',
    example: { domain: 'company.example', isOnly: false },
  });
export type ProviderDomain = z.infer<typeof ProviderDomain>;

export const ProviderRole = z
  .strictObject({
    group: text(200, 'A group, as the claim says it.', 'api-team'),
    role: Role.meta({ description: 'The role of its people.', example: 'engineer' }),
  })
  .meta({
    id: 'ProviderRole',
    description: 'Which role the people of a group have.',
    example: { group: 'api-team', role: 'engineer' },
  });
export type ProviderRole = z.infer<typeof ProviderRole>;

const name = text(60, 'What people call it. The sign-in page says “Continue with …”.', 'Company login');
const issuer = text(
  500,
  'The issuer as the provider says it of itself, to the letter.',
  'https://login.example/realms/company',
);
const clientId = text(300, 'As what Parley is registered at the provider.', 'parley');
const clientSecret = text(
  1000,
  'The secret of that registration. It is kept encrypted, and never shown.',
  'a-secret-of-the-provider',
);
const scopes = z
  .array(text(100, 'A scope of the provider.', 'openid'))
  .min(1)
  .max(20)
  .refine((list) => list.includes('openid'), 'One of them is openid.')
  .meta({
    description: 'What is asked for; `openid` is among them.',
    example: ['openid', 'email', 'profile'],
  });
const groupClaim = text(
  200,
  'The claim that lists the groups of a person, or the way to it, such as `realm_access.roles`.',
  'groups',
);
const roles = z
  .array(ProviderRole)
  .max(100)
  .refine((list) => new Set(list.map(({ group }) => group)).size === list.length, 'A group stands here once.')
  .meta({
    description:
      'Which groups have which roles, looked at each time that somebody signs in. Of several the largest role counts; who is in none is refused.',
    example: [{ group: 'api-team', role: 'engineer' }],
  });
const domains = z
  .array(ProviderDomain)
  .max(50)
  .refine(
    (list) => new Set(list.map(({ domain }) => domain)).size === list.length,
    'A domain stands here once.',
  )
  .meta({
    description: 'Whose people it vouches for. Nobody else signs in by it.',
    example: [{ domain: 'company.example', isOnly: false }],
  });
const vouchesForEmail = z.boolean().meta({
  description:
    'Whether an address of its domains counts without `email_verified`, for providers that do not say it, such as Entra ID.',
  example: false,
});
const vouchesForSecondFactor = z.boolean().meta({
  description:
    'Whether each sign-in there counts as two factors. Otherwise it does when `amr` says `mfa`, and Parley asks for its own where there is one.',
  example: false,
});

export const IdentityProviderView = z
  .object({
    id: idOf('idp', 'identity provider'),
    name: z.string().meta({ description: 'What people call it.' }),
    issuer: z.string().meta({ description: 'The issuer as the provider says it of itself.' }),
    clientId: z.string().meta({ description: 'As what Parley is registered there.' }),
    scopes: z.array(z.string()).meta({ description: 'What is asked for.' }),
    groupClaim: z.string().meta({ description: 'The claim that lists groups.' }),
    roles: z.array(ProviderRole).meta({ description: 'Which groups have which roles.' }),
    domains: z.array(ProviderDomain).meta({ description: 'Whose people it vouches for.' }),
    vouchesForEmail,
    vouchesForSecondFactor,
    status: IdentityProviderStatus,
    redirectUrl: z
      .string()
      .meta({ description: 'To be registered at the provider: where it sends people back to.' }),
    keepsPassword: z.string().nullable().meta({
      description:
        'The owner whose password opens although the domain is for single sign-on only; `null` while no owner needs that.',
    }),
    createdAt: isoTime('When it was set up.'),
    updatedAt: isoTime('When it was last changed.'),
  })
  .meta({ id: 'IdentityProvider', description: 'A provider of the company that signs staff in.' });
export type IdentityProviderView = z.infer<typeof IdentityProviderView>;

export const IdentityProviderPage = pageOf(IdentityProviderView);
export const ListIdentityProviders = z.strictObject(pageInput);
export type ListIdentityProviders = z.infer<typeof ListIdentityProviders>;
export const IdentityProviderId = z.strictObject({ id: idOf('idp', 'identity provider') });

export const CreateIdentityProvider = z.strictObject({
  name,
  issuer,
  clientId,
  clientSecret,
  scopes: scopes.default(['openid', 'email', 'profile']),
  groupClaim: groupClaim.default('groups'),
  roles: roles.default([]),
  domains: domains.default([]),
  vouchesForEmail: vouchesForEmail.default(false),
  vouchesForSecondFactor: vouchesForSecondFactor.default(false),
});
export type CreateIdentityProvider = z.infer<typeof CreateIdentityProvider>;

export const UpdateIdentityProvider = z.strictObject({
  id: idOf('idp', 'identity provider'),
  name: name.optional(),
  clientId: clientId.optional(),
  clientSecret: clientSecret.optional(),
  scopes: scopes.optional(),
  groupClaim: groupClaim.optional(),
  roles: roles.optional(),
  domains: domains.optional(),
  vouchesForEmail: vouchesForEmail.optional(),
  vouchesForSecondFactor: vouchesForSecondFactor.optional(),
  status: IdentityProviderStatus.optional(),
});
export type UpdateIdentityProvider = z.infer<typeof UpdateIdentityProvider>;
