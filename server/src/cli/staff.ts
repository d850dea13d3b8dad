import { Role } from '@parley/shared/scope';
import { emailAddress } from '@parley/shared/words/email';
import { type Command, Option } from 'commander';
import { everyone } from '../platform/database/owner.ts';
import { hashPassword } from '../administration/session/password.ts';
import { createStaff } from '../administration/staff/staff.service.ts';
import { readNewPassword } from './asked-password.ts';
import { caller, json, type Output, parsedBy, withParley } from './run.ts';

/** `parley staff`. */
export const addStaff = (program: Command): void => {
  const staff = program.command('staff').description('people with a console login');
  staff
    .command('create')
    .description('create an account that can sign in at once')
    .requiredOption('--email <email>', 'e-mail address', parsedBy(emailAddress))
    .addOption(new Option('--role <role>', 'role').choices(Role.options).makeOptionMandatory())
    .option(
      '--password-stdin',
      'read the password from standard input, which is done without a terminal anyway; at one it is asked for',
    )
    .addOption(json())
    .action(async (options: Output & { email: string; role: Role }) => {
      const passwordHash = await hashPassword(await readNewPassword());
      await withParley(options, async (parts) => {
        const { email, role } = options;
        const created = await createStaff(
          parts.openEm(everyone),
          { parts, caller },
          {
            email,
            role,
            passwordHash,
          },
        );
        return {
          object: created,
          sentence: `${created.email} can sign in as ${created.role} (${created.id}).`,
        };
      });
    });
};
