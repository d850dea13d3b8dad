/** Which rows of a list are chosen: some, or all that its filters find. */
export interface Selection {
  ids: ReadonlySet<string>;
  /** Everything that matches, on this page and on all others. */
  isAll: boolean;
  /** Where a range with Shift begins. */
  anchor: string | null;
}

export const nothingChosen: Selection = { ids: new Set(), isAll: false, anchor: null };

/** What was done to a selection; `page` has the ids that are on the screen, in their order. */
export type SelectionAct =
  | { kind: 'toggle'; id: string; isRange: boolean; page: readonly string[] }
  | { kind: 'page'; isChosen: boolean; page: readonly string[] }
  | { kind: 'all' }
  | { kind: 'clear' };

const between = (page: readonly string[], a: string, b: string): readonly string[] => {
  const [from, to] = [page.indexOf(a), page.indexOf(b)].toSorted((left, right) => left - right);
  return from === undefined || to === undefined || from < 0 ? [b] : page.slice(from, to + 1);
};

/** The selection after an act. A range takes the state that its last row gets; whoever had all begins anew from the page. */
export function select(selection: Selection, act: SelectionAct): Selection {
  if (act.kind === 'clear') return nothingChosen;
  if (act.kind === 'all') return { ...selection, isAll: true };
  const ids = new Set(selection.isAll ? act.page : selection.ids);
  const set = (some: readonly string[], isChosen: boolean) => {
    for (const id of some) {
      if (isChosen) ids.add(id);
      else ids.delete(id);
    }
  };
  if (act.kind === 'page') {
    set(act.page, act.isChosen);
    return { ids, isAll: false, anchor: null };
  }
  const isChosen = !ids.has(act.id);
  set(
    act.isRange && selection.anchor !== null ? between(act.page, selection.anchor, act.id) : [act.id],
    isChosen,
  );
  return { ids, isAll: false, anchor: act.id };
}
