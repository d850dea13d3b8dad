import type { Command } from 'commander';
import { verifyAudit } from '../administration/audit/audit.service.ts';
import { everyone } from '../platform/database/owner.ts';
import { json, type Output, withParley } from './run.ts';

/** `parley audit`. */
export const addAudit = (program: Command): void => {
  program
    .command('audit')
    .description('the audit trail')
    .command('verify')
    .description('walk the hash chain; exits 1 when it is broken')
    .addOption(json())
    .action(async (options: Output) =>
      withParley(options, async (parts) => {
        const verdict = await verifyAudit(parts.openEm(everyone));
        const sentence = verdict.intact
          ? `All ${verdict.entries} entries are as they were written.`
          : `The chain is broken at ${verdict.brokenAt}, after ${verdict.entries} good entries.`;
        return { object: verdict, sentence, isFailure: !verdict.intact };
      }),
    );
};
