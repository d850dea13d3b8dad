import type { Parts } from '../platform/process/parts.ts';
import type { Wing, Work } from '../platform/process/wing.ts';
import { ApiKey } from './api-key/api-key.entity.ts';
import { apiKeyRouter } from './api-key/api-key.router.ts';
import { Client } from './client/client.entity.ts';
import { clientRouter } from './client/client.router.ts';
import { UsedAssertion } from './client/used-assertion.entity.ts';
import { Consumer } from './consumer/consumer.entity.ts';
import { consumerRouter } from './consumer/consumer.router.ts';
import { IssuerConsumerRow } from './issuer/issuer-consumer.entity.ts';
import { Issuer } from './issuer/issuer.entity.ts';
import { issuerRouter } from './issuer/issuer.router.ts';
import { intakeLinkRouter } from './intake/intake-link.router.ts';
import { intakeRouter } from './intake/intake.router.ts';
import { IntakeLink } from './intake/intake-link.entity.ts';
import { removeOldKeyCallers } from './key-caller/key-caller.chore.ts';
import { KeyCaller } from './key-caller/key-caller.entity.ts';
import { removeLimitLeftovers } from './limit/limit.chore.ts';
import { LimitCall, LimitCounter } from './limit-counter/limit-counter.entity.ts';
import { Plan } from './plan/plan.entity.ts';
import { planRouter } from './plan/plan.router.ts';
import { removeOldRefusedCalls } from './refused-call/refused-call.chore.ts';
import { RefusedCall } from './refused-call/refused-call.entity.ts';
import { refusedCallRouter } from './refused-call/refused-call.router.ts';
import { Requirement, RequirementEntry } from './requirement/requirement.entity.ts';
import { requirementRouter } from './requirement/requirement.router.ts';
import { RevokedToken } from './token/revoked-token.entity.ts';
import { signingKeyRouter } from './token/signing-key.router.ts';
import { SigningKey } from './token/signing-key.entity.ts';
import { rotateSigningKeys } from './token/signing-keys.service.ts';
import { removeEndedTokens } from './token/token-state.service.ts';

/** Who may call, and why. */
export const access = {
  routers: {
    consumer: consumerRouter,
    requirement: requirementRouter,
    intakeLink: intakeLinkRouter,
    intake: intakeRouter,
    plan: planRouter,
    refusedCall: refusedCallRouter,
    apiKey: apiKeyRouter,
    client: clientRouter,
    issuer: issuerRouter,
    signingKey: signingKeyRouter,
  },
  entities: [
    Consumer,
    ApiKey,
    Requirement,
    Client,
    UsedAssertion,
    SigningKey,
    RevokedToken,
    Issuer,
    IssuerConsumerRow,
    RequirementEntry,
    IntakeLink,
    Plan,
    LimitCounter,
    LimitCall,
    KeyCaller,
    RefusedCall,
  ],
  tags: [
    ['Consumers', 'Applications that call our APIs or receive our webhooks.'],
    ['Intake', 'Links by which integrators write what they need, without an account.'],
    ['API keys', 'Secrets that consumers hold.'],
    ['Clients', 'OAuth 2 clients, which get access tokens by client credentials.'],
    ['Issuers', 'OAuth providers of the company whose access tokens are trusted.'],
  ],
  work: (parts: Parts): Work => ({
    chores: [
      { name: 'signing keys', run: () => rotateSigningKeys(parts) },
      { name: 'ended tokens', run: () => removeEndedTokens(parts) },
      { name: 'limits', run: () => removeLimitLeftovers(parts) },
      { name: 'callers of keys', run: () => removeOldKeyCallers(parts) },
      { name: 'refused calls', run: () => removeOldRefusedCalls(parts) },
    ],
  }),
} satisfies Wing & { work: unknown };
