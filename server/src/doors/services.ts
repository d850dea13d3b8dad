import type { DeclaredAct } from '@parley/shared/administration/staff';
import type { Decisions } from '../access/decision/decision.service.ts';
import type { KeyRing } from '../access/api-key/key-ring.service.ts';
import type { ForeignTokens } from '../access/issuer/foreign-tokens.service.ts';
import type { IssuerKeys } from '../access/issuer/issuer-keys.service.ts';
import type { SigningKeys } from '../access/token/signing-keys.service.ts';
import type { TokenRing } from '../access/token/token-ring.service.ts';
import type { RefusedCalls } from '../access/refused-call/refused-calls.service.ts';
import type { KeyCallers } from '../access/key-caller/key-callers.service.ts';
import type { LeakReports } from '../access/leak-report/leak-report.service.ts';
import type { Identities } from '../gateway/admission/identity.service.ts';
import type { Upstreams } from '../gateway/upstream/upstreams.service.ts';
import type { RouteRing } from '../gateway/route/route-ring.service.ts';
import type { Limiter } from '../access/limit/limiter.service.ts';
import type { PlanRing } from '../access/plan/plan-ring.service.ts';
import type { Catalog } from '../webhooks/catalog/catalog.service.ts';
import type { ConsumerStatusHook } from '../access/consumer/consumer.service.ts';
import type { ScopeOfOperation } from '../access/requirement/plan-proposal.service.ts';
import type { ContractReader } from '../openapi/reader/reader.ts';
import type { PayloadChecks } from '../webhooks/payload/payload-checks.service.ts';
import type { Publisher } from '../webhooks/publication/publish.service.ts';
import type { ProviderClients } from '../administration/single-sign-on/provider-client.service.ts';
import type { Parts } from '../platform/process/parts.ts';
import type { Watch } from '../webhooks/watch/watch.service.ts';
import type { UsageCounter } from '../platform/usage/usage.service.ts';

/** What the process holds for every call: made once at the start, handed to each procedure with its context. */
export interface Services {
  parts: Parts;
  keyRing: KeyRing;
  /** Verifies access tokens, ours and those of trusted issuers. */
  tokens: TokenRing;
  /** What our access tokens are signed with. */
  signingKeys: SigningKeys;
  foreignTokens: ForeignTokens;
  issuerKeys: IssuerKeys;
  /** What can be done here, as procedures declare it. */
  declaredActs: readonly DeclaredAct[];
  /** Asks identity providers who signs in. */
  providerClients: ProviderClients;
  /** Decides whether a call may be made, for every door. */
  decisions: Decisions;
  /** Holds credentials to the plan of their consumer. */
  planRing: PlanRing;
  /** Takes reports of leaked keys. */
  leakReports: LeakReports;
  /** Notes who calls with which key. */
  keyCallers: KeyCallers;
  /** Where calls of APIs go. */
  routes: RouteRing;
  /** Connections to the APIs behind the gateway. */
  upstreams: Upstreams;
  /** Says to upstreams who calls. */
  identities: Identities;
  /** Notes why calls of known credentials are refused. */
  refusedCalls: RefusedCalls;
  /** Holds calls to limits. */
  limiter: Limiter;
  consumerStatus: ConsumerStatusHook;
  /** Which scope an operation of Parley's own needs. */
  scopeOfOperation: ScopeOfOperation;
  publisher: Publisher;
  catalog: Catalog;
  usage: UsageCounter;
  /** Reads contracts, on threads of its own. */
  contracts: ContractReader;
  /** Checks payloads against what others wrote, on threads of its own where that may take long. */
  payloads: PayloadChecks;
  /** Tells streams what changed. */
  watch: Watch;
  /** Says that deliveries are due now. */
  wake: () => void;
}
