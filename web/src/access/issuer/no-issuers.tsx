import { EmptyState } from '../../ui/list/empty-state.tsx';

export function NoIssuers() {
  return (
    <EmptyState
      title="No issuer is trusted"
      text="Where the company has an OAuth provider already, such as Keycloak, Entra, Auth0 or Cognito, programs may call with its tokens."
      steps={[
        {
          title: 'Name the issuer',
          text: 'As it stands in iss of its tokens, and the audience that tokens for Parley are made out to.',
        },
        {
          title: 'Say who calls',
          text: 'Which claim names the program, and which of its values is which consumer, in which environment.',
        },
        {
          title: 'Say what they may do',
          text: 'Its words for scopes as scopes of Parley, and beyond which scopes none of its tokens goes.',
        },
        { title: 'Try a token', text: 'It is judged as in a call, and each step says what it found.' },
      ]}
    />
  );
}
