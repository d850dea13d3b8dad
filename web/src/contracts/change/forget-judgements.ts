import { api, queryClient } from '../../api.ts';

/** An acceptance changes how changes are shown, and which gates are open. */
export async function forgetJudgements(): Promise<void> {
  const rooms = [api.contract, api.contractChange, api.contractImpact];
  await Promise.all(rooms.map(async (room) => queryClient.invalidateQueries(room.pathFilter())));
}
