import { CheckView } from '@parley/shared/contracts/contract';
import type { Checked } from './checked.ts';
import { type ContractFiles, sentFiles } from './repository-files.ts';
import { askServer, type Server, unknownAnswer } from './server.ts';

/**
 * Asks a running Parley what a contract would change beside the newest version. Throws `Unusable` for one that is not there,
 * does not know the key or the API, or cannot read the contract.
 */
export const checkOnServer = async (server: Server, slug: string, files: ContractFiles): Promise<Checked> => {
  const path = `v1/apis/${encodeURIComponent(slug)}/check`;
  const body = await askServer(server, { path, body: sentFiles(files), scope: 'contracts:read', files });
  const answer = CheckView.safeParse(body);
  if (!answer.success) throw unknownAnswer(server);
  const { base } = answer.data;
  const against = base
    ? `${base.version} (upload ${base.number}) of ${slug}`
    : `nothing before it of ${slug}`;
  return { subject: slug, against, check: answer.data };
};
