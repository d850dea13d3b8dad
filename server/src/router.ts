import { apiRouter } from './api/api.router.ts';
import { apiKeyRouter } from './api-key/api-key.router.ts';
import { auditRouter } from './audit/audit.router.ts';
import { consumerRouter } from './consumer/consumer.router.ts';
import { contractChangeRouter } from './contract-change/contract-change.router.ts';
import { contractImpactRouter } from './contract-impact/contract-impact.router.ts';
import { contractRouter } from './contract/contract.router.ts';
import { deliveryRouter } from './delivery/delivery.router.ts';
import { endpointRouter } from './endpoint/endpoint.router.ts';
import { eventTypeRouter } from './event-type/event-type.router.ts';
import { eventRouter } from './event/event.router.ts';
import { homeRouter } from './home/home.router.ts';
import { inspectRouter } from './inspect/inspect.router.ts';
import { lineageRouter } from './lineage/lineage.router.ts';
import { recoveryRouter } from './recovery/recovery.router.ts';
import { requirementRouter } from './requirement/requirement.router.ts';
import { sessionRouter } from './session/session.router.ts';
import { signatureCheckRouter } from './signature-check/signature-check.router.ts';
import { staffRouter } from './staff/staff.router.ts';
import { router } from './trpc.ts';

/** Everything that Parley can do, as one typed router: tRPC at /trpc, and REST for what has `openapi` meta. */
export const appRouter = router({
  session: sessionRouter,
  staff: staffRouter,
  consumer: consumerRouter,
  requirement: requirementRouter,
  apiKey: apiKeyRouter,
  eventType: eventTypeRouter,
  event: eventRouter,
  endpoint: endpointRouter,
  delivery: deliveryRouter,
  recovery: recoveryRouter,
  lineage: lineageRouter,
  signatureCheck: signatureCheckRouter,
  api: apiRouter,
  contract: contractRouter,
  contractChange: contractChangeRouter,
  contractImpact: contractImpactRouter,
  audit: auditRouter,
  home: homeRouter,
  inspect: inspectRouter,
});

/** For clients: `import type { AppRouter } from '@parley/server/router'`. */
export type AppRouter = typeof appRouter;
