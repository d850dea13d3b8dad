import type { StaffView } from '@parley/shared/administration/staff';
import { Role } from '@parley/shared/scope';
import { emailAddress } from '@parley/shared/words/email';
import { type Command, Option } from 'commander';
import { everyone } from '../platform/database/owner.ts';
import { hashPassword } from '../administration/session/password.ts';
import {
  disableStaff,
  findStaffByEmail,
  endSingleSignOn,
  resetSecondFactor,
  setPassword,
} from '../administration/staff/staff-access.service.ts';
import { createStaff, listStaff } from '../administration/staff/staff.service.ts';
import { readNewPassword } from './asked-password.ts';
import { caller, json, type Output, parsedBy, withParley } from './run.ts';

const addDisable = (staff: Command): void => {
  staff
    .command('disable')
    .description('disable an account at once: sessions and personal tokens end; the last owner stays')
    .requiredOption('--email <email>', 'e-mail address', parsedBy(emailAddress))
    .addOption(json())
    .action(async (options: Output & { email: string }) =>
      withParley(options, async (parts) => {
        const disabled = await disableStaff(parts.openEm(everyone), { parts, caller }, options.email);
        return { object: disabled, sentence: `${disabled.email} is disabled (${disabled.id}).` };
      }),
    );
};

const addResetSecondFactor = (staff: Command): void => {
  staff
    .command('reset-second-factor')
    .description('remove the second factors of somebody who lost them, and end their sessions')
    .requiredOption('--email <email>', 'e-mail address', parsedBy(emailAddress))
    .addOption(json())
    .action(async (options: Output & { email: string }) =>
      withParley(options, async (parts) => {
        const em = parts.openEm(everyone);
        const { id } = await findStaffByEmail(em, options.email);
        const object = await resetSecondFactor(parts.openEm(everyone), { parts, caller }, id);
        return { object, sentence: `${object.email} signs in with the password alone (${id}).` };
      }),
    );
};

const addEndSingleSignOn = (staff: Command): void => {
  staff
    .command('end-single-sign-on')
    .description('separate an account from its identity provider; the next sign-in by it joins it anew')
    .requiredOption('--email <email>', 'e-mail address', parsedBy(emailAddress))
    .addOption(json())
    .action(async (options: Output & { email: string }) =>
      withParley(options, async (parts) => {
        const { id } = await findStaffByEmail(parts.openEm(everyone), options.email);
        const object = await endSingleSignOn(parts.openEm(everyone), { parts, caller }, id);
        return { object, sentence: `${object.email} is not joined to a provider (${id}).` };
      }),
    );
};

const addPassword = (staff: Command): void => {
  staff
    .command('password')
    .description('set a password for somebody who forgot it; their sessions end, second factors stay')
    .requiredOption('--email <email>', 'e-mail address', parsedBy(emailAddress))
    .option(
      '--password-stdin',
      'read the password from standard input, which is done without a terminal anyway; at one it is asked for',
    )
    .addOption(json())
    .action(async (options: Output & { email: string }) => {
      const passwordHash = await hashPassword(await readNewPassword());
      await withParley(options, async (parts) => {
        const { email } = options;
        const object = await setPassword(parts.openEm(everyone), { parts, caller }, { email, passwordHash });
        return { object, sentence: `${object.email} has a new password (${object.id}).` };
      });
    });
};

const listedMax = 200;

const lineOf = ({ email, role, status }: StaffView): string => `${email}  ${role}  ${status}`;

const addList = (staff: Command): void => {
  staff
    .command('list')
    .description(`list accounts, the newest first, ${listedMax} at most`)
    .addOption(json())
    .action(async (options: Output) =>
      withParley(options, async (parts) => {
        const { items } = await listStaff(parts.openEm(everyone), { limit: listedMax });
        return { object: { items }, sentence: items.map(lineOf).join('\n') || 'Nobody has an account.' };
      }),
    );
};

/** `parley staff`. */
export const addStaff = (program: Command): void => {
  const staff = program.command('staff').description('people with a console login');
  addDisable(staff);
  addResetSecondFactor(staff);
  addEndSingleSignOn(staff);
  addPassword(staff);
  addList(staff);
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
