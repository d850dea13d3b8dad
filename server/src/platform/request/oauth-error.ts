/** The error codes of RFC 6749, 5.2, with what others added to them: RFC 8707 and, for a failing server, RFC 6749, 4.1.2.1. */
type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'server_error'
  | 'temporarily_unavailable';

const statusOf: Partial<Record<OAuthErrorCode, number>> = {
  invalid_client: 401,
  server_error: 500,
  temporarily_unavailable: 503,
};

/** A refusal in the words of OAuth 2, for the addresses below `/oauth`: clients there read `error` and no problem. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  /** `description` is for the people who build the client. */
  constructor(
    code: OAuthErrorCode,
    description: string,
    { status, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
  ) {
    super(description);
    this.code = code;
    this.status = status ?? statusOf[code] ?? 400;
    // RFC 6749, 5.2: whoever came with the header is told which scheme it takes.
    this.headers =
      code === 'invalid_client' ? { 'www-authenticate': 'Basic realm="Parley"', ...headers } : headers;
  }
}
