/** Commands that get a token with a client and call with it, to be pasted as they are. */
export const firstToken = (id: string, secret: string, origin: string): string =>
  `TOKEN=$(curl -s ${origin}/oauth/token \\
  -u ${id}:${secret} \\
  -d grant_type=client_credentials | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
curl ${origin}/v1/event-types -H "Authorization: Bearer $TOKEN"`;
