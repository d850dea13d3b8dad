import { InspectInput, InspectView } from '@parley/shared/overview/inspect';
import { router, signedIn } from '../../platform/guard/procedures.ts';
import { resolveId } from './inspect.service.ts';

export const inspectRouter = router({
  resolve: signedIn
    .input(InspectInput)
    .output(InspectView)
    .query(({ ctx, input }) => resolveId(ctx.em, ctx.caller, input.id)),
});
