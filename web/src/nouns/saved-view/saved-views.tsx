import type { SavedView, ViewedList } from '@parley/shared/administration/saved-view';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { api } from '../../api.ts';
import { parseSearch } from '../../lib/address/search-params.ts';
import { isPlain, viewSearchOf } from '../../lib/address/view-search.ts';
import { GoneFilters } from './gone-filters.tsx';
import { ViewMenu } from './view-menu.tsx';
import classes from './saved-views.module.css';

/**
 * The views of a list as tabs above it: all of it, the reader's own and those that are shared. A plain address opens with the
 * reader's default view.
 */
export function SavedViews({ list }: { list: ViewedList }) {
  const { data: views = [] } = useQuery(api.savedView.list.queryOptions({ list }));
  const address = useLocation({ select: ({ searchStr }) => searchStr });
  const search = parseSearch(address);
  const open = views.find(({ id }) => id === search['view']);
  useDefaultView(views, address);
  const isGone = search['view'] !== undefined && search['view'] !== 'all' && views.length > 0 && !open;
  return (
    <>
      <div className={classes.bar}>
        <nav aria-label="Views">
          <ul className={classes.list}>
            <Tab name="All" id="all" search="" isOpen={!open} />
            {views.map((view) => (
              <Tab
                key={view.id}
                name={view.isShared ? `${view.name} (shared)` : view.name}
                id={view.id}
                search={view.search}
                isOpen={view === open}
              />
            ))}
          </ul>
        </nav>
        <ViewMenu list={list} open={open} search={viewSearchOf(address)} />
      </div>
      <GoneFilters search={search} isViewGone={isGone} />
    </>
  );
}

function useDefaultView(views: readonly SavedView[], address: string): void {
  const navigate = useNavigate();
  const first = views.find(({ isDefault }) => isDefault);
  const shouldOpen = first !== undefined && isPlain(address);
  useEffect(() => {
    if (first && shouldOpen)
      void navigate({
        to: '.',
        search: addressOf(first.id, first.search),
        replace: true,
        resetScroll: false,
      });
  }, [first, shouldOpen, navigate]);
}

const addressOf =
  (id: string, search: string) =>
  (before: { env?: unknown }): object => ({ ...parseSearch(search), env: before.env, view: id });

function Tab({ name, id, search, isOpen }: { name: string; id: string; search: string; isOpen: boolean }) {
  return (
    <li>
      <Link
        to="."
        search={addressOf(id, search)}
        className={classes.tab}
        activeOptions={{ explicitUndefined: true }}
        aria-current={isOpen ? 'page' : undefined}
        data-open={isOpen || undefined}
        resetScroll={false}
      >
        {name}
      </Link>
    </li>
  );
}
