import { useSession } from '../../lib/session/session-context.ts';
import { PageHeader } from '../../ui/page/page-header.tsx';
import { AccountDisplay } from './account-display.tsx';
import { AccountPerson } from './account-person.tsx';
import { AccountSessions } from './account-sessions.tsx';
import { AccountShortcuts } from './account-shortcuts.tsx';

/** One's own account: who one is, how one reads the console, and where one is signed in. */
export function AccountPage() {
  const { email, role } = useSession();
  return (
    <>
      <PageHeader title="My account" description={`${email}, ${role}`} />
      <AccountPerson />
      <AccountDisplay />
      <AccountShortcuts />
      <AccountSessions />
    </>
  );
}
