import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';

/** Changes one's own account; the frame and every time on the page follow at once. */
export function useUpdateAccount() {
  return useMutation(
    api.account.update.mutationOptions({
      onSuccess: (session) => queryClient.setQueryData(api.session.current.queryKey(), session),
    }),
  );
}
