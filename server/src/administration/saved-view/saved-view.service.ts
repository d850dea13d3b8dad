import { type Loaded, UniqueConstraintViolationException } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/sql';
import type {
  CreateSavedView,
  SavedView,
  SetDefaultView,
  UpdateSavedView,
  ViewedList,
} from '@parley/shared/administration/saved-view';
import { given } from '../../platform/database/given.ts';
import { lockRow } from '../../platform/database/lock-row.ts';
import type { Act } from '../../platform/guard/act.ts';
import type { Caller } from '../../platform/request/principal.ts';
import { Problem } from '../../platform/request/problem.ts';
import { newId } from '../../platform/secret/id.ts';
import { changesBetween, recordAudit } from '../audit/audit.service.ts';
import { Staff } from '../staff/staff.entity.ts';
import { DefaultView, SavedViewRow } from './saved-view.entity.ts';

/** Own views of one list that a person can have, and views that one list shows. */
const ownMax = 50;
const shownMax = 500;

type LoadedView = Loaded<SavedViewRow, 'owner'>;

interface Person {
  staffId: string;
  isAdmin: boolean;
}

const personOf = ({ principal }: Caller): Person => {
  if (principal.kind !== 'staff') throw new Problem('auth.required');
  return { staffId: principal.staffId, isAdmin: principal.role === 'owner' || principal.role === 'admin' };
};

const nameKeyOf = (view: { list: ViewedList; name: string; isShared: boolean }, ownerId: string): string =>
  `${view.list} ${view.isShared ? 'shared' : ownerId} ${view.name.toLowerCase()}`;

const defaultKey = (staffId: string, list: ViewedList): string => `${staffId} ${list}`;

const mayChange = ({ owner }: LoadedView, { staffId, isAdmin }: Person): boolean =>
  owner.id === staffId || isAdmin;

const viewOf = (view: LoadedView, person: Person, defaultId: string | undefined): SavedView => ({
  id: view.id,
  list: view.list,
  name: view.name,
  search: view.search,
  isShared: view.isShared,
  isDefault: view.id === defaultId,
  isOwn: view.owner.id === person.staffId,
  mayChange: mayChange(view, person),
  ownerName: view.owner.name ?? view.owner.email,
  updatedAt: view.updatedAt.toISOString(),
});

const defaultOf = async (
  em: EntityManager,
  { staffId }: Person,
  list: ViewedList,
): Promise<string | undefined> => (await em.findOne(DefaultView, { id: defaultKey(staffId, list) }))?.view.id;

/** Views of a list that the caller sees: their own and those that are shared, by name. */
export const listSavedViews = async (
  em: EntityManager,
  caller: Caller,
  list: ViewedList,
): Promise<SavedView[]> => {
  const person = personOf(caller);
  const views = await em.find(
    SavedViewRow,
    { list, $or: [{ owner: person.staffId }, { isShared: true }] },
    { populate: ['owner'], orderBy: { name: 'asc', id: 'asc' }, limit: shownMax },
  );
  const defaultId = await defaultOf(em, person, list);
  return views.map((view) => viewOf(view, person, defaultId));
};

const nameTaken = (error: unknown, name: string): never => {
  if (error instanceof UniqueConstraintViolationException)
    throw new Problem('saved_view.name_taken', {
      detail: `There is a view of this list with the name ${JSON.stringify(name)}.`,
      errors: [{ path: '/name', message: 'Another name.' }],
    });
  throw error;
};

/** Saves a view of a list for the caller, or for all. A name is given once among those who see it. */
export const createSavedView = async (
  em: EntityManager,
  { parts, caller }: Act,
  input: CreateSavedView,
): Promise<SavedView> => {
  const person = personOf(caller);
  const now = parts.now();
  return em
    .transactional(async (tx) => {
      // Two at once would both find room for one more.
      await lockRow(tx, Staff, { id: person.staffId });
      const count = await tx.count(SavedViewRow, { list: input.list, owner: person.staffId });
      if (count >= ownMax)
        throw new Problem('saved_view.too_many', { detail: `You have ${ownMax} views of this list.` });
      const view = tx.create(SavedViewRow, {
        id: newId('viw', now.getTime()),
        owner: person.staffId,
        ...input,
        nameKey: nameKeyOf(input, person.staffId),
        createdAt: now,
        updatedAt: now,
      });
      await tx.flush();
      if (input.isShared)
        await recordAudit(tx, caller, {
          action: 'saved_view.share',
          targetId: view.id,
          changes: changesBetween({}, { list: view.list, name: view.name, search: view.search }),
          at: now,
        });
      return viewOf(await load(tx, person, view.id), person, undefined);
    })
    .catch((error: unknown) => nameTaken(error, input.name));
};

// Whoever may not see a view is told that there is none.
const load = async (em: EntityManager, person: Person, id: string): Promise<LoadedView> => {
  const view = await em.findOne(
    SavedViewRow,
    { id, $or: [{ owner: person.staffId }, { isShared: true }] },
    { populate: ['owner'] },
  );
  if (!view) throw new Problem('saved_view.not_found');
  return view;
};

const loadToChange = async (tx: EntityManager, person: Person, id: string): Promise<LoadedView> => {
  await lockRow(tx, SavedViewRow, { id });
  const view = await load(tx, person, id);
  if (!mayChange(view, person)) throw new Problem('saved_view.not_yours');
  return view;
};

/** Renames a view, saves other filters in it, shares it or takes it back. What others see is in the audit trail. */
export const updateSavedView = async (
  em: EntityManager,
  { parts, caller }: Act,
  { id, ...fields }: UpdateSavedView,
): Promise<SavedView> => {
  const person = personOf(caller);
  const now = parts.now();
  return em
    .transactional(async (tx) => {
      const view = await loadToChange(tx, person, id);
      const { name, search, isShared } = view;
      const before = { name, search, isShared };
      tx.assign(view, given(fields));
      const changes = changesBetween(before, {
        name: view.name,
        search: view.search,
        isShared: view.isShared,
      });
      const defaultId = await defaultOf(tx, person, view.list);
      if (Object.keys(changes).length === 0) return viewOf(view, person, defaultId);
      view.nameKey = nameKeyOf(view, view.owner.id);
      view.updatedAt = now;
      await tx.flush();
      if (before.isShared || view.isShared)
        await recordAudit(tx, caller, { action: 'saved_view.update', targetId: id, changes, at: now });
      return viewOf(view, person, defaultId);
    })
    .catch((error: unknown) => nameTaken(error, fields.name ?? ''));
};

/** Removes a view; lists that opened with it open without one. */
export const removeSavedView = async (
  em: EntityManager,
  { parts, caller }: Act,
  id: string,
): Promise<void> => {
  const person = personOf(caller);
  await em.transactional(async (tx) => {
    const view = await loadToChange(tx, person, id);
    if (view.isShared)
      await recordAudit(tx, caller, {
        action: 'saved_view.remove',
        targetId: id,
        changes: { name: { before: view.name } },
        at: parts.now(),
      });
    await tx.nativeDelete(DefaultView, { view: id });
    await tx.nativeDelete(SavedViewRow, { id });
  });
};

/** Says with which view a list opens for the caller. */
export const setDefaultView = async (
  em: EntityManager,
  { caller }: Pick<Act, 'caller'>,
  { list, id }: SetDefaultView,
): Promise<void> => {
  const person = personOf(caller);
  await em.transactional(async (tx) => {
    // The view may be removed in the same moment.
    if (id !== null) await lockRow(tx, SavedViewRow, { id });
    const key = defaultKey(person.staffId, list);
    if (id === null) {
      await tx.nativeDelete(DefaultView, { id: key });
      return;
    }
    const view = await load(tx, person, id);
    if (view.list !== list) throw new Problem('saved_view.not_found');
    await tx.upsert(DefaultView, { id: key, view: id });
  });
};
