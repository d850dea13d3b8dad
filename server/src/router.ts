import { apiRouter } from './contracts/api/api.router.ts';
import { apiKeyRouter } from './access/api-key/api-key.router.ts';
import { auditRouter } from './administration/audit/audit.router.ts';
import { consumerRouter } from './access/consumer/consumer.router.ts';
import { contractChangeRouter } from './contracts/change/contract-change.router.ts';
import { contractImpactRouter } from './contracts/impact/contract-impact.router.ts';
import { contractRouter } from './contracts/version/contract.router.ts';
import { deliveryRouter } from './webhooks/delivery/delivery.router.ts';
import { endpointRouter } from './webhooks/endpoint/endpoint.router.ts';
import { eventTypeRouter } from './webhooks/event-type/event-type.router.ts';
import { eventRouter } from './webhooks/event/event.router.ts';
import { homeRouter } from './overview/home/home.router.ts';
import { inspectRouter } from './overview/inspect/inspect.router.ts';
import { lineageRouter } from './webhooks/lineage/lineage.router.ts';
import { recoveryRouter } from './webhooks/recovery/recovery.router.ts';
import { requirementRouter } from './access/requirement/requirement.router.ts';
import { sessionRouter } from './administration/session/session.router.ts';
import { signatureCheckRouter } from './webhooks/signature-check/signature-check.router.ts';
import { staffRouter } from './administration/staff/staff.router.ts';
import { router } from './platform/guard/procedures.ts';

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
