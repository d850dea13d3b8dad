import { confirmAgain } from '../session/confirmation.ts';
import { fetchExactly } from './fetch-exactly.ts';

const isAskedAgain = async (response: Response): Promise<boolean> =>
  response.status === 403 && (await response.clone().text()).includes('"auth.confirmation_needed"');

/**
 * As `fetchExactly`. Where the server asks whether it is still the reader, they are asked, and what they wanted goes on: the
 * refused call did nothing.
 */
export async function fetchConfirmed(...call: Parameters<typeof fetchExactly>): Promise<Response> {
  const response = await fetchExactly(...call);
  if (!(await isAskedAgain(response))) return response;
  return (await confirmAgain('now')) ? fetchExactly(...call) : response;
}
