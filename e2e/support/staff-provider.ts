import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const program = new URL('../../server/src/testing/staff-provider.ts', import.meta.url).pathname;

/** An identity provider with a login form, where whoever types a name is that person. */
export interface StaffProvider {
  url: string;
  clientId: string;
  clientSecret: string;
  end: () => void;
}

/** Starts `oidc-provider` in a process of its own; it sends people back to `redirectUrl`. */
export const startStaffProvider = async (redirectUrl: string): Promise<StaffProvider> => {
  const clientSecret = 'the secret of the client parley';
  const child = spawn(process.execPath, [program, redirectUrl, clientSecret], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const reading = createInterface({ input: child.stdout });
  const url = String((await reading[Symbol.asyncIterator]().next()).value);
  return {
    url,
    clientId: 'parley',
    clientSecret,
    end: () => {
      reading.close();
      child.kill('SIGKILL');
    },
  };
};
