import type { Wing } from '../platform/process/wing.ts';
import { ApiKey } from './api-key/api-key.entity.ts';
import { apiKeyRouter } from './api-key/api-key.router.ts';
import { Consumer } from './consumer/consumer.entity.ts';
import { consumerRouter } from './consumer/consumer.router.ts';
import { Requirement } from './requirement/requirement.entity.ts';
import { requirementRouter } from './requirement/requirement.router.ts';

/** Who may call, and why. */
export const access = {
  routers: { consumer: consumerRouter, requirement: requirementRouter, apiKey: apiKeyRouter },
  entities: [Consumer, ApiKey, Requirement],
  tags: [
    ['Consumers', 'Applications that call our APIs or receive our webhooks.'],
    ['API keys', 'Secrets that consumers hold.'],
  ],
} satisfies Wing;
