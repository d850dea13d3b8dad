import { text } from 'node:stream/consumers';
import { Role } from '@parley/shared/scope';
import { emailAddress } from '@parley/shared/words/email';
import { newPassword } from '@parley/shared/administration/session';
import { type Command, Option } from 'commander';
import { everyone } from '../platform/database/owner.ts';
import { hashPassword } from '../administration/session/password.ts';
import { createStaff } from '../administration/staff/staff.service.ts';
import { caller, json, type Output, parsedBy, withParley } from './run.ts';

/** `parley staff`. */
export const addStaff = (program: Command): void => {
  const staff = program.command('staff').description('people with a console login');
  staff
    .command('create')
    .description('create an account that can sign in at once')
    .requiredOption('--email <email>', 'e-mail address', parsedBy(emailAddress))
    .addOption(new Option('--role <role>', 'role').choices(Role.options).makeOptionMandatory())
    .requiredOption('--password-stdin', 'read the password from standard input')
    .addOption(json())
    .action(async (options: Output & { email: string; role: Role }) => {
      const password = parsedBy(newPassword)((await text(process.stdin)).replace(/\r?\n$/, ''));
      const passwordHash = await hashPassword(password);
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
