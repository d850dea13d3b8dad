import { WaitingInput, WaitingView } from '@parley/shared/overview/waiting';
import { router, signedIn } from '../../platform/guard/procedures.ts';
import { countWaiting } from './waiting.service.ts';

// For the console only: each number is what a list with a filter answers. No REST.
export const waitingRouter = router({
  count: signedIn
    .input(WaitingInput)
    .output(WaitingView)
    .query(({ ctx, input }) => countWaiting(ctx.em, ctx, input.environment)),
});
