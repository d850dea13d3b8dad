import type { EntityManager } from '@mikro-orm/sql';
import type {
  ContractVersionKey,
  ContractVersionView,
  RetireContract,
} from '@parley/shared/contracts/contract';
import type { Publisher } from '../../webhooks/publication/publish.service.ts';
import { publishContract, retireContract } from '../version/lifecycle.service.ts';
import type { ContractAct } from '../version/version.service.ts';
import { callersOf } from './deprecation.service.ts';
import { tellAffected } from './notice.service.ts';

/** Publishes a version and tells the consumers that its changes affect. Published again, nobody is told twice. */
export const publishAndTell = async (
  em: EntityManager,
  act: ContractAct & { publisher: Publisher },
  key: ContractVersionKey,
): Promise<ContractVersionView> => {
  const { view, isNew } = await publishContract(em, act, key);
  if (isNew) await tellAffected(act, key);
  return view;
};

/** Ends a version that nobody called within 30 days, or for a reason. */
export const retireUnlessCalled = async (
  em: EntityManager,
  act: ContractAct,
  input: RetireContract,
): Promise<ContractVersionView> =>
  retireContract(em, { ...act, callersOf: (slug, version) => callersOf(em, act, slug, version) }, input);
