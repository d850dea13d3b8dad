import { checkContract } from '../../contracts/version/upload.service.ts';
import type { ContractReader } from '../../openapi/reader/reader.ts';
import { everyone } from '../../platform/database/owner.ts';
import { explain } from '../explain.ts';
import { withInstallation } from '../run.ts';
import { type Checked, unreadable } from './checked.ts';
import { type ContractFiles, sentFiles } from './repository-files.ts';
import { Unusable } from './unusable.ts';

/** The same check on the database of the installation here, which has to exist: none is made. */
export const checkInstalled = async (
  contracts: ContractReader,
  slug: string,
  files: ContractFiles,
): Promise<Checked> => {
  try {
    return await withInstallation('look', async (parts) => {
      const em = parts.openEm(everyone);
      const check = await checkContract(em, { parts, contracts }, { slug, ...sentFiles(files) });
      const { base } = check;
      const against = base
        ? `${base.version} (upload ${base.number}) of ${slug}`
        : `nothing before it of ${slug}`;
      return { subject: slug, against, check };
    });
  } catch (error) {
    const known = unreadable(error, files);
    throw known instanceof Unusable ? known : new Unusable(explain(error));
  }
};
