import type { IssuerView } from '@parley/shared/access/issuer';
import { count } from '../../lib/text/count.ts';
import { Time } from '../../ui/text/time.tsx';

/** How many keys of an issuer are known, and since when; or that the last try failed. */
export function KeyState({ keys }: Pick<IssuerView, 'keys'>) {
  if (keys.ids.length === 0) return keys.failure === null ? 'Not read yet' : 'Could not be read';
  return (
    <>
      {count(keys.ids.length, 'key')}, read <Time at={keys.fetchedAt} absent="never" />
      {keys.failure !== null && '; the last try failed'}
    </>
  );
}
