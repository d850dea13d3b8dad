import type { StaffInvited } from '@parley/shared/administration/staff';
import { SecretOnce } from '../../ui/form/secret-once.tsx';

/** Shows the link of an invitation once. Nothing while `invited` is `null`. */
export function InvitationLink({ invited, onSent }: { invited: StaffInvited | null; onSent: () => void }) {
  return (
    <SecretOnce
      title="Invitation created"
      what="invitation link"
      secret={invited?.invitationUrl ?? null}
      text={
        <>
          Send this link to <strong>{invited?.staff.email}</strong>: Parley sends no e-mail itself. It works
          once, for 7 days, and lets whoever opens it set the password. It is not shown again.
        </>
      }
      doneLabel="I have sent it"
      onStored={onSent}
    />
  );
}
