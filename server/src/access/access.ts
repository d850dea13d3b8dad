import type { Parts } from '../platform/process/parts.ts';
import type { Wing, Work } from '../platform/process/wing.ts';
import { ApiKey } from './api-key/api-key.entity.ts';
import { apiKeyRouter } from './api-key/api-key.router.ts';
import { Consumer } from './consumer/consumer.entity.ts';
import { consumerRouter } from './consumer/consumer.router.ts';
import { intakeLinkRouter } from './intake/intake-link.router.ts';
import { intakeRouter } from './intake/intake.router.ts';
import { IntakeLink } from './intake/intake-link.entity.ts';
import { removeOldKeyCallers } from './key-caller/key-caller.chore.ts';
import { KeyCaller } from './key-caller/key-caller.entity.ts';
import { removeLimitLeftovers } from './limit/limit.chore.ts';
import { LimitCall, LimitCounter } from './limit-counter/limit-counter.entity.ts';
import { Plan } from './plan/plan.entity.ts';
import { planRouter } from './plan/plan.router.ts';
import { Requirement, RequirementEntry } from './requirement/requirement.entity.ts';
import { requirementRouter } from './requirement/requirement.router.ts';

/** Who may call, and why. */
export const access = {
  routers: {
    consumer: consumerRouter,
    requirement: requirementRouter,
    intakeLink: intakeLinkRouter,
    intake: intakeRouter,
    plan: planRouter,
    apiKey: apiKeyRouter,
  },
  entities: [
    Consumer,
    ApiKey,
    Requirement,
    RequirementEntry,
    IntakeLink,
    Plan,
    LimitCounter,
    LimitCall,
    KeyCaller,
  ],
  tags: [
    ['Consumers', 'Applications that call our APIs or receive our webhooks.'],
    ['Intake', 'Links by which integrators write what they need, without an account.'],
    ['API keys', 'Secrets that consumers hold.'],
  ],
  work: (parts: Parts): Work => ({
    chores: [
      { name: 'limits', run: () => removeLimitLeftovers(parts) },
      { name: 'callers of keys', run: () => removeOldKeyCallers(parts) },
    ],
  }),
} satisfies Wing & { work: unknown };
