import { type Command, InvalidArgumentError } from 'commander';
import { openTrail } from '../administration/audit/audit-trail.service.ts';
import { isAuditHead, verifyAudit } from '../administration/audit/audit-verdict.service.ts';
import { everyone } from '../platform/database/owner.ts';
import { json, type Output, withParley } from './run.ts';

const headText = (argument: string): string => {
  if (isAuditHead(argument)) return argument;
  throw new InvalidArgumentError(
    'A head as `audit verify` prints it: a number, a dot, 64 hexadecimal digits.',
  );
};

const addVerify = (audit: Command): void => {
  audit
    .command('verify')
    .description('walk the hash chain; exits 1 when it is broken')
    .option(
      '--expect <head>',
      'the head of an earlier run, kept elsewhere: the trail has to hold it still',
      headText,
    )
    .addOption(json())
    .action(async (options: Output & { expect?: string }) =>
      withParley(options, async (parts) => {
        const verdict = await verifyAudit(parts.openEm(everyone), options.expect);
        const sentence = verdict.intact
          ? `${verdict.detail} Sealed under the master key since ${verdict.since}.\nHead: ${verdict.head}`
          : `The audit trail is not intact. ${verdict.detail} Broken at ${verdict.brokenAt}, after ${verdict.entries} good entries.`;
        return { object: verdict, sentence, isFailure: !verdict.intact };
      }),
    );
};

const addSeal = (audit: Command): void => {
  audit
    .command('seal')
    .description(
      'seal a trail from before trails were kept under a key, where the upgrade was cut off before it did',
    )
    .addOption(json())
    .action(async (options: Output) =>
      withParley(options, async (parts) => {
        const opened = await openTrail(parts.openEm(everyone), {
          isFromBefore: true,
          begins: false,
          now: parts.now(),
        });
        const isSealed = opened !== 'not whole';
        const sentence = isSealed
          ? 'The audit trail is sealed.'
          : `The audit trail does not fit together, so it was not sealed. Run \`${parts.commandLine.here} audit verify\`.`;
        return { object: { sealed: isSealed }, sentence, isFailure: !isSealed };
      }),
    );
};

/** `parley audit`. */
export const addAudit = (program: Command): void => {
  const audit = program.command('audit').description('the audit trail');
  addVerify(audit);
  addSeal(audit);
};
