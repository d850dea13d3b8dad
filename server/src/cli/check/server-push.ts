import { ContractVersionView } from '@parley/shared/contracts/contract';
import { type ContractFiles, sentFiles } from './repository-files.ts';
import { askServer, type Server, unknownAnswer } from './server.ts';
import { Unusable } from './unusable.ts';

const scope = 'contracts:write';

/** Uploads a contract to a running Parley; the API is created when the slug is new. The same contract again is the same version. */
export const pushToServer = async (
  server: Server,
  slug: string,
  files: ContractFiles,
): Promise<ContractVersionView> => {
  const path = `v1/apis/${encodeURIComponent(slug)}/versions`;
  const upload = async () => askServer(server, { path, body: sentFiles(files), scope, files });
  let body: unknown;
  try {
    body = await upload();
  } catch (error) {
    if (!(error instanceof Unusable) || error.code !== 'api.not_found') throw error;
    await askServer(server, { path: 'v1/apis', body: { slug, name: slug }, scope, files });
    body = await upload();
  }
  const answer = ContractVersionView.safeParse(body);
  if (!answer.success) throw unknownAnswer(server);
  return answer.data;
};
