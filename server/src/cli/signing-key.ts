import type { Command } from 'commander';
import { replaceSigningKeys } from '../access/token/signing-keys.service.ts';
import { everyone } from '../platform/database/owner.ts';
import { caller, json, type Output, withParley } from './run.ts';

/** `parley signing-key`. */
export const addSigningKey = (program: Command): void => {
  const signingKey = program
    .command('signing-key')
    .description('the keys that access tokens are signed with');
  signingKey
    .command('replace')
    .description('replace all keys at once: every access token that was issued is refused within a second')
    .addOption(json())
    .action(async (options: Output) =>
      withParley(options, async (parts) => {
        const replaced = await replaceSigningKeys(parts.openEm(everyone), { parts, caller });
        const sentence = `${replaced.id} signs from now on. Tokens of ${replaced.removed.join(', ') || 'no key'} are refused within a second.`;
        return { object: replaced, sentence };
      }),
    );
};
