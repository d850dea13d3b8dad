import type { RecoveryAction } from '@parley/shared/webhooks/recovery';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';

/** Starts, pauses, resumes or cancels a recovery; what the server answers is on the page at once. */
export function useControlRecovery(id: string) {
  const control = useMutation(
    api.recovery.control.mutationOptions({
      onSuccess: (recovery) => queryClient.setQueryData(api.recovery.get.queryKey({ id }), recovery),
      onSettled: () => queryClient.invalidateQueries(api.recovery.pathFilter()),
    }),
  );
  return {
    run: (action: RecoveryAction) => control.mutate({ id, action }),
    runAsync: (action: RecoveryAction) => control.mutateAsync({ id, action }),
    error: control.error,
    isPending: control.isPending,
  };
}
