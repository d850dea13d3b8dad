import { HomeInput, HomeView } from '@parley/shared/overview/home';
import { router, signedIn } from '../../platform/guard/procedures.ts';
import { viewHome } from './home.service.ts';

export const homeRouter = router({
  overview: signedIn
    .input(HomeInput)
    .output(HomeView)
    .query(({ ctx, input }) => viewHome(ctx.em, ctx, input.environment)),
});
