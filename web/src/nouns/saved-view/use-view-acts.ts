import type { SavedView, ViewedList } from '@parley/shared/administration/saved-view';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, queryClient } from '../../api.ts';

const forget = async () => queryClient.invalidateQueries(api.savedView.pathFilter());

/** What can be done with the views of a list. `search` is what a view of what is shown now would keep. */
export function useViewActs({
  list,
  open,
  search,
}: {
  list: ViewedList;
  open: SavedView | undefined;
  search: string;
}) {
  const navigate = useNavigate();
  const create = useMutation(api.savedView.create.mutationOptions());
  const update = useMutation(api.savedView.update.mutationOptions({ onSuccess: forget }));
  const setDefault = useMutation(api.savedView.setDefault.mutationOptions({ onSuccess: forget }));
  const remove = useMutation(api.savedView.remove.mutationOptions({ onSuccess: forget }));
  const look = (view: string) =>
    void navigate({ to: '.', search: (before: object): object => ({ ...before, view }), resetScroll: false });
  return {
    save: async (named: { name: string; isShared: boolean }) => {
      const { id } = await create.mutateAsync({ list, search, ...named });
      await forget();
      look(id);
    },
    rename: async (named: { name: string; isShared: boolean }) => {
      if (open) await update.mutateAsync({ id: open.id, ...named });
    },
    saveChanges: () => {
      if (open) update.mutate({ id: open.id, search });
    },
    toggleDefault: () => {
      if (open) setDefault.mutate({ list, id: open.isDefault ? null : open.id });
    },
    remove: async () => {
      if (!open) return;
      await remove.mutateAsync({ id: open.id });
      look('all');
    },
  };
}
