import {
  CreateSavedView,
  ListSavedViews,
  SavedView,
  SavedViewId,
  SetDefaultView,
  UpdateSavedView,
} from '@parley/shared/administration/saved-view';
import { z } from 'zod';
import { router, signedIn } from '../../platform/guard/procedures.ts';
import {
  createSavedView,
  listSavedViews,
  removeSavedView,
  setDefaultView,
  updateSavedView,
} from './saved-view.service.ts';

// Of the console only: an integrator keeps addresses where it likes. No REST.
export const savedViewRouter = router({
  list: signedIn
    .input(ListSavedViews)
    .output(z.array(SavedView))
    .query(({ ctx, input }) => listSavedViews(ctx.em, ctx.caller, input.list)),

  create: signedIn
    .meta({ access: 'session', idempotency: 'door' })
    .input(CreateSavedView)
    .output(SavedView)
    .mutation(({ ctx, input }) => createSavedView(ctx.em, ctx, input)),

  update: signedIn
    .meta({ access: 'session', idempotency: 'natural' })
    .input(UpdateSavedView)
    .output(SavedView)
    .mutation(({ ctx, input }) => updateSavedView(ctx.em, ctx, input)),

  remove: signedIn
    .meta({ access: 'session', idempotency: 'door' })
    .input(SavedViewId)
    .output(z.void())
    .mutation(({ ctx, input }) => removeSavedView(ctx.em, ctx, input.id)),

  setDefault: signedIn
    .meta({ access: 'session', idempotency: 'natural' })
    .input(SetDefaultView)
    .output(z.void())
    .mutation(({ ctx, input }) => setDefaultView(ctx.em, ctx, input)),
});
