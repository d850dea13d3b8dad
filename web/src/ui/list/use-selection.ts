import { useLocation } from '@tanstack/react-router';
import { useReducer, useState } from 'react';
import { filterKey } from '../../lib/address/list-search.ts';
import { nothingChosen, select, type Selection, type SelectionAct } from '../../lib/list/selection.ts';

/** What is chosen in the list of the address. With other filters nothing is: “all that match” would be others. */
export function useSelection(): [Selection, (act: SelectionAct) => void] {
  const list = useLocation({ select: ({ searchStr }) => filterKey(searchStr) });
  const [selection, choose] = useReducer(select, nothingChosen);
  const [chosenIn, setChosenIn] = useState(list);
  if (chosenIn !== list) {
    setChosenIn(list);
    choose({ kind: 'clear' });
  }
  return [selection, choose];
}
