import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../api.ts';

/** Ends the session and forgets everything that it had loaded. */
export function useSignOut(): () => void {
  const navigate = useNavigate();
  const signOut = useMutation(api.session.signOut.mutationOptions());
  return () =>
    signOut.mutate(undefined, {
      onSuccess: () => {
        queryClient.clear();
        void navigate({ to: '/sign-in' });
      },
    });
}
