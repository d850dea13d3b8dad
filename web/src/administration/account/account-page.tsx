import { useSession } from '../../lib/session/session-context.ts';
import { ActList } from '../../nouns/role/act-list.tsx';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { AccountDisplay } from './account-display.tsx';
import { AccountPerson } from './account-person.tsx';
import { AccountSecurity } from './account-security.tsx';
import { AccountSessions } from './account-sessions.tsx';
import { AccountTokens } from './account-tokens.tsx';
import { AccountShortcuts } from './account-shortcuts.tsx';

/** One's own account: who one is, how one reads the console, and where one is signed in. */
export function AccountPage() {
  const { email, role, lacksSecondFactor } = useSession();
  return (
    <>
      <PageHeader title="My account" description={`${email}, ${role}`} />
      {lacksSecondFactor && <AccountSecurity />}
      <AccountPerson />
      {!lacksSecondFactor && <AccountSecurity />}
      <AccountDisplay />
      <AccountShortcuts />
      {!lacksSecondFactor && <AccountTokens />}
      <AccountSessions />
      {!lacksSecondFactor && <ActList title="What you may do, and who may do the rest" />}
    </>
  );
}
