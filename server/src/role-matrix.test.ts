// Holds the table of roles that the console shows against what the server does: every act of it, as every role.
import { Role, scopesOfRole, type Role as RoleName } from '@parley/shared/scope';
import type { DeclaredAct } from '@parley/shared/administration/staff';
import { expect, test } from 'vitest';
import { TestHub } from './testing/test-hub.ts';

const refusals = ['auth.scope_missing', 'auth.grant_refused'];

const mayDo = (role: RoleName, { scope, isForOwners }: DeclaredAct): boolean =>
  isForOwners ? role === 'owner' : scopesOfRole[role].includes(scope);

test(
  'each role is refused what the table of roles says, and nothing else',
  { timeout: 120_000 },
  async () => {
    await using hub = await TestHub.start('sqlite', { roles: 'api' });
    const acts = await (await hub.browser('viewer')).api.staff.acts();
    const wrong: string[] = [];
    for (const role of Role.options) {
      const { cookie } = await hub.browser(role);
      for (const act of acts) {
        const answer = await hub.trpc(act.name, {}, act.isChange ? 'POST' : 'GET', { cookie });
        const code: string | undefined = answer.body?.code;
        const isRefused = refusals.includes(code ?? '');
        if (isRefused === mayDo(role, act)) wrong.push(`${act.name} as ${role}: ${code ?? 'done'}`);
      }
    }

    expect(acts.length).toBeGreaterThan(100);
    expect(
      acts
        .filter(({ isForOwners }) => isForOwners)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual([
      'identityProvider.create',
      'identityProvider.remove',
      'identityProvider.update',
      'securityPolicy.update',
      'staff.endSingleSignOn',
      'staff.resetSecondFactor',
    ]);
    expect(wrong).toEqual([]);
  },
);
