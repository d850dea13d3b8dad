import { ApiSlug } from '@parley/shared/words/api-slug';
import { pushContract } from '../contracts/version/upload.service.ts';
import { ContractReader } from '../openapi/reader/reader.ts';
import { everyone } from '../platform/database/owner.ts';
import { originOf } from './check/checked.ts';
import { readContractFiles, sentFiles } from './check/repository-files.ts';
import { caller, type Output, parsedBy, withParley } from './run.ts';

/** `parley contract push`: uploads a file with what it refers to. */
export const pushFile = async (
  file: string,
  options: Output & { api: string; root?: string },
): Promise<void> => {
  const slug = parsedBy(ApiSlug)(options.api);
  const sent = sentFiles(readContractFiles(file, options.root));
  await withParley(options, async (parts) => {
    const contracts = new ContractReader();
    try {
      const em = parts.openEm(everyone);
      const version = await pushContract(em, { parts, contracts, caller }, { slug, ...sent });
      return {
        object: version,
        sentence: `${version.title} ${version.version} is upload ${version.number} of ${slug}, ${version.status} (${version.id})${originOf(version)}. Lint score ${version.lintScore}.`,
      };
    } finally {
      await contracts.close();
    }
  });
};
