const reasons: Record<string, string> = {
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was reset.',
  ENOTFOUND: 'The host name does not exist.',
  EAI_AGAIN: 'The host name could not be looked up.',
  EHOSTUNREACH: 'There is no route to the host.',
  ENETUNREACH: 'The network is unreachable.',
  UND_ERR_CONNECT_TIMEOUT: 'The connection was not accepted in time.',
  UND_ERR_SOCKET: 'The connection closed before the answer was complete.',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'The answer is not as long as its Content-Length says.',
  UND_ERR_HEADERS_OVERFLOW: 'The headers of the answer are too large.',
  CERT_HAS_EXPIRED: 'The TLS certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The TLS certificate is self-signed.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The TLS certificate is for another name.',
};

/** Why a call got no complete answer, for the owner of the URL. */
export const describeFailure = (error: Error): string => {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code.startsWith('HPE_')) return 'The answer is not valid HTTP.';
  return reasons[code] ?? (code ? `The call failed: ${code}.` : 'The call failed.');
};
