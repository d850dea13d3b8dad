import type { Store } from '../../platform/database/store.ts';

/**
 * Keeps the document of a contract, once however often it is uploaded, and twice at once. By itself and not by the entity
 * manager, which would write its megabytes into the text of a statement: a document that no version refers to harms nobody.
 */
export const saveContractText = async (
  store: Store,
  { sha256, json, bytes }: { sha256: string; json: string; bytes: number },
): Promise<void> => {
  await store.transaction('synced', (tx) =>
    tx.all(
      'insert into contract_text (sha256, json, bytes) values (?, ?, ?) on conflict (sha256) do nothing',
      sha256,
      json,
      bytes,
    ),
  );
};
