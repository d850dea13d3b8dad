import { NamedObjects, NameObjects } from '@parley/shared/overview/object';
import { router, signedIn } from '../../platform/guard/procedures.ts';
import { nameObjects } from './object.service.ts';

// For the console alone: whoever reads over REST asks for the object itself.
export const objectRouter = router({
  names: signedIn
    .input(NameObjects)
    .output(NamedObjects)
    .query(({ ctx, input }) => nameObjects(ctx.em, ctx.caller, input)),
});
