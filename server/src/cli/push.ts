import { ApiSlug } from '@parley/shared/words/api-slug';
import type { ContractVersionView } from '@parley/shared/contracts/contract';
import { pushContract } from '../contracts/version/upload.service.ts';
import { ContractReader } from '../openapi/reader/reader.ts';
import { everyone } from '../platform/database/owner.ts';
import { originOf } from './check/checked.ts';
import { type ContractFiles, readContractFiles, sentFiles } from './check/repository-files.ts';
import { serverOf } from './check/server.ts';
import { pushToServer } from './check/server-push.ts';
import { caller, type Output, parsedBy, withInstallation } from './run.ts';

const pushHere = async (slug: string, files: ContractFiles): Promise<ContractVersionView> =>
  withInstallation('use', async (parts) => {
    const contracts = new ContractReader();
    try {
      const em = parts.openEm(everyone);
      return await pushContract(em, { parts, contracts, caller }, { slug, ...sentFiles(files) });
    } finally {
      await contracts.close();
    }
  });

/** What `parley contract push` was asked. */
export interface PushOrder extends Output {
  api: string;
  url?: string;
  key?: string;
  root?: string;
}

/** `parley contract push`: uploads a file with what it refers to, to a running Parley or to the installation here. */
export const pushFile = async (file: string, order: PushOrder): Promise<void> => {
  const slug = parsedBy(ApiSlug)(order.api);
  const server = serverOf(order);
  const files = readContractFiles(file, order.root);
  const version = server ? await pushToServer(server, slug, files) : await pushHere(slug, files);
  const sentence = `${version.title} ${version.version} is upload ${version.number} of ${slug}, ${version.status} (${version.id})${originOf(version)}. Lint score ${version.lintScore}.`;
  process.stdout.write(`${order.json ? JSON.stringify(version) : sentence}\n`);
};
