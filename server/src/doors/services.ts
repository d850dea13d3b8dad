import type { KeyRing } from '../api-key/key-ring.service.ts';
import type { Catalog } from '../catalog/catalog.service.ts';
import type { ConsumerStatusHook } from '../consumer/consumer.service.ts';
import type { ContractReader } from '../contract-document/contract-document.service.ts';
import type { Publisher } from '../event/publish.service.ts';
import type { Parts } from '../lib/parts.ts';
import type { UsageCounter } from '../usage/usage.service.ts';

/** What the process holds for every call: made once at the start, handed to each procedure with its context. */
export interface Services {
  parts: Parts;
  keyRing: KeyRing;
  consumerStatus: ConsumerStatusHook;
  publisher: Publisher;
  catalog: Catalog;
  usage: UsageCounter;
  /** Reads contracts, on threads of its own. */
  contracts: ContractReader;
  /** Says that deliveries are due now. */
  wake: () => void;
}
