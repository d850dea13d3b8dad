import type { Wing } from '../platform/process/wing.ts';
import { ApiKey } from './api-key/api-key.entity.ts';
import { apiKeyRouter } from './api-key/api-key.router.ts';
import { Consumer } from './consumer/consumer.entity.ts';
import { consumerRouter } from './consumer/consumer.router.ts';
import { intakeLinkRouter } from './intake/intake-link.router.ts';
import { intakeRouter } from './intake/intake.router.ts';
import { IntakeLink } from './intake/intake-link.entity.ts';
import { Requirement, RequirementEntry } from './requirement/requirement.entity.ts';
import { requirementRouter } from './requirement/requirement.router.ts';

/** Who may call, and why. */
export const access = {
  routers: {
    consumer: consumerRouter,
    requirement: requirementRouter,
    intakeLink: intakeLinkRouter,
    intake: intakeRouter,
    apiKey: apiKeyRouter,
  },
  entities: [Consumer, ApiKey, Requirement, RequirementEntry, IntakeLink],
  tags: [
    ['Consumers', 'Applications that call our APIs or receive our webhooks.'],
    ['Intake', 'Links by which integrators write what they need, without an account.'],
    ['API keys', 'Secrets that consumers hold.'],
  ],
} satisfies Wing;
