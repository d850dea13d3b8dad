import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';

/** Everything that a step of a version changes on the pages of its API. */
async function forget() {
  const rooms = [api.api, api.contract, api.contractChange, api.contractImpact];
  await Promise.all(rooms.map(async (room) => queryClient.invalidateQueries(room.pathFilter())));
}

/** The steps of the life of a contract version. Each is on the page once its promise resolves. */
export function useContractSteps() {
  return {
    review: useMutation(api.contract.review.mutationOptions({ onSuccess: forget })),
    publish: useMutation(api.contract.publish.mutationOptions({ onSuccess: forget })),
    deprecate: useMutation(api.contract.deprecate.mutationOptions({ onSuccess: forget })),
    retire: useMutation(api.contract.retire.mutationOptions({ onSuccess: forget })),
  };
}
