import { access } from '../access/access.ts';
import { administration } from '../administration/administration.ts';
import { contracts } from '../contracts/contracts.ts';
import { gateway } from '../gateway/gateway.ts';
import { monitoring } from '../monitoring/monitoring.ts';
import { overview } from '../overview/overview.ts';
import { router } from '../platform/guard/procedures.ts';
import { webhooks } from '../webhooks/webhooks.ts';

/** Everything that Parley can do, as one typed router: tRPC at /trpc, and REST for what has `openapi` meta. */
export const appRouter = router({
  ...access.routers,
  ...webhooks.routers,
  ...contracts.routers,
  ...gateway.routers,
  ...monitoring.routers,
  ...administration.routers,
  ...overview.routers,
});

/** For clients: the console takes it from here, others from the package `@parley/client-types`. */
export type AppRouter = typeof appRouter;
