import type { RecoveryAction, RecoveryView } from '@parley/shared/webhooks/recovery';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';

/** Starts, pauses, resumes or cancels a recovery; what the server answers is on the page at once. */
export function useControlRecovery(id: string) {
  const settings = {
    onSuccess: (recovery: RecoveryView) =>
      queryClient.setQueryData(api.recovery.get.queryKey({ id }), recovery),
    onSettled: () => queryClient.invalidateQueries(api.recovery.pathFilter()),
  };
  const moves = {
    start: useMutation(api.recovery.start.mutationOptions(settings)),
    pause: useMutation(api.recovery.pause.mutationOptions(settings)),
    resume: useMutation(api.recovery.resume.mutationOptions(settings)),
    cancel: useMutation(api.recovery.cancel.mutationOptions(settings)),
  };
  const [latest] = Object.values(moves).toSorted((left, right) => right.submittedAt - left.submittedAt);
  return {
    run: (action: RecoveryAction) => moves[action].mutate({ id }),
    runAsync: (action: RecoveryAction) => moves[action].mutateAsync({ id }),
    error: latest?.error ?? null,
    isPending: latest?.isPending ?? false,
  };
}
