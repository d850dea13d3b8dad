import type { Wing } from '../platform/process/wing.ts';
import { Api } from './api/api.entity.ts';
import { apiRouter } from './api/api.router.ts';
import { Acceptance, ContractComparison } from './change/change.entity.ts';
import { contractChangeRouter } from './change/change.router.ts';
import { contractImpactRouter } from './impact/impact.router.ts';
import { ContractNotice } from './notice/notice.entity.ts';
import { ContractText, ContractVersion } from './version/version.entity.ts';
import { contractRouter } from './version/version.router.ts';

/** What was promised, what changed, and who notices. */
export const contracts = {
  routers: {
    api: apiRouter,
    contract: contractRouter,
    contractChange: contractChangeRouter,
    contractImpact: contractImpactRouter,
  },
  entities: [Api, ContractText, ContractVersion, ContractComparison, Acceptance, ContractNotice],
  tags: [
    ['APIs', 'Interfaces that the company opens, and what it asks of their contracts.'],
    ['Contracts', 'What was promised, what changed, and who notices.'],
  ],
} satisfies Wing;
