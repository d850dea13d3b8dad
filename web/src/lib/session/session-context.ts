import type { Scope } from '@parley/shared/scope';
import type { SessionView } from '@parley/shared/administration/session';
import { createContext, useContext } from 'react';

/** Who is signed in; the frame provides it to every page of the console. */
export const SessionContext = createContext<SessionView | null>(null);

/** Who is signed in. Throws outside the frame, where nobody is. */
export function useSession(): SessionView {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession is for pages inside the frame');
  return session;
}

/** Whether the reader holds `scope`. What they may not do is not offered; the server refuses it anyway. */
export function useMay(scope: Scope): boolean {
  return useSession().scopes.includes(scope);
}
