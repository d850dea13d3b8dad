import type { EntityManager } from '@mikro-orm/sql';
import {
  type ContractVersionKey,
  type ContractVersionView,
  RetireContract,
} from '@parley/shared/contracts/contract';
import { Prepared } from '../../platform/guard/prepared.ts';
import { loadApi } from '../api/api.service.ts';
import { publishContract, retireContract } from '../version/lifecycle.service.ts';
import { type ContractAct, loadVersion } from '../version/version.service.ts';
import { callersOf } from './deprecation.service.ts';
import { tellAffected, type Telling } from '../notice/notice.service.ts';

/** Publishes a version and tells the consumers that its changes affect. Published again, nobody is told twice. */
export const publishAndTell = async (
  em: EntityManager,
  act: Telling,
  key: ContractVersionKey,
): Promise<ContractVersionView> => {
  const { view, isNew } = await publishContract(em, act, key);
  if (isNew) await tellAffected(act, key);
  return view;
};

const callers = new Prepared<Awaited<ReturnType<typeof callersOf>>>();

/** Finds out who still calls a version, with the eyes of everyone: a transaction that is open has those of the caller. */
export const prepareRetiring = async (
  act: ContractAct & { em: EntityManager },
  input: unknown,
): Promise<void> => {
  const { slug, id, reason } = RetireContract.parse(input);
  if (reason !== undefined) return;
  const version = await loadVersion(act.em, await loadApi(act.em, slug), id);
  await callers.prepare(act.caller, id, async () => callersOf(act.em, act, slug, version));
};

/** Ends a version that nobody called within 30 days, or for a reason. */
export const retireUnlessCalled = async (
  em: EntityManager,
  act: ContractAct,
  input: RetireContract,
): Promise<ContractVersionView> =>
  retireContract(
    em,
    {
      ...act,
      callersOf: async (slug, version) =>
        callers.take(act.caller, version.id, async () => callersOf(em, act, slug, version)),
    },
    input,
  );
