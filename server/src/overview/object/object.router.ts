import { FindActors, FoundActors, NamedObjects, NameObjects } from '@parley/shared/overview/object';
import { guarded, router, signedIn } from '../../platform/guard/procedures.ts';
import { findActors } from './actor.service.ts';
import { nameObjects } from './object.service.ts';

// For the console alone: whoever reads over REST asks for the object itself.
export const objectRouter = router({
  names: signedIn
    .input(NameObjects)
    .output(NamedObjects)
    .query(({ ctx, input }) => nameObjects(ctx.em, ctx.caller, input)),

  actors: guarded('audit:read')
    .input(FindActors)
    .output(FoundActors)
    .query(({ ctx, input }) => findActors(ctx.em, ctx.caller, input.search)),
});
