import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';

type Options = Record<string, unknown> & { challenge: string };

const isCreation = (options: Options): options is Options & PublicKeyCredentialCreationOptionsJSON =>
  'rp' in options && 'user' in options && 'pubKeyCredParams' in options;
const isRequest = (options: Options): options is Options & PublicKeyCredentialRequestOptionsJSON =>
  'rpId' in options;

/** Whether passkeys work in this browser, at this address. */
export const arePasskeysHere = (): boolean => 'PublicKeyCredential' in globalThis;

/** Has the browser make a passkey, as the server asked for it. Rejects when the reader gives up. */
export async function makePasskey(options: Options) {
  if (!isCreation(options)) throw new Error('The server asked for no passkey.');
  const { startRegistration } = await import('@simplewebauthn/browser');
  const { id, rawId, type, response } = await startRegistration({ optionsJSON: options });
  const { clientDataJSON, attestationObject, transports } = response;
  return {
    id,
    rawId,
    type,
    clientExtensionResults: {},
    response: { clientDataJSON, attestationObject, transports: transports ?? [] },
  };
}

/** Has the reader use a passkey, as the server asked for it. Rejects when they give up. */
export async function takePasskey(options: Options) {
  if (!isRequest(options)) throw new Error('The server asked for no passkey.');
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const { id, rawId, type, response } = await startAuthentication({ optionsJSON: options });
  const { clientDataJSON, authenticatorData, signature } = response;
  return {
    id,
    rawId,
    type,
    clientExtensionResults: {},
    response: { clientDataJSON, authenticatorData, signature },
  };
}

/** What to say when the browser gave up; `null` for failures of another kind. */
export function passkeyFailure(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if (error.name === 'NotAllowedError' || error.name === 'AbortError')
    return 'Nothing was done: the browser was told to stop, or nobody answered in time.';
  if (error.name === 'InvalidStateError') return 'This device has a passkey of this account already.';
  return error.name === 'SecurityError' ? 'The browser allows no passkeys at this address.' : null;
}
