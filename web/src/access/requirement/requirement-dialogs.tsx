import { Modal } from '@mantine/core';
import { isWritable, mayMove, type RequirementView } from '@parley/shared/access/requirement';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { IntakeLinkDialog } from '../../nouns/requirement/intake-link-dialog.tsx';
import { AnswerDialog } from './answer-dialog.tsx';
import { EditRequirementForm } from './edit-requirement-form.tsx';

const readAgain = async () => {
  await queryClient.invalidateQueries(api.requirement.pathFilter());
  await queryClient.invalidateQueries(api.requirementReview.pathFilter());
};

interface Dialogs {
  requirement: RequirementView;
  dialog: string | undefined;
  onClose: () => void;
}

/** The dialogs of a requirement: its answers, its text, and the link by which it is written. */
export function RequirementDialogs(props: Dialogs) {
  const { requirement, dialog, onClose } = props;
  const { id, consumerId, status } = requirement;
  return (
    <>
      <Answers {...props} />
      <Endings {...props} />
      <Modal
        opened={dialog === 'edit' && isWritable(status)}
        onClose={onClose}
        title="Edit the requirement"
        size="lg"
      >
        <EditRequirementForm requirement={requirement} onClose={onClose} onSaved={readAgain} />
      </Modal>
      <IntakeLinkDialog
        opened={dialog === 'link' && status !== 'archived'}
        consumerId={consumerId}
        requirementId={id}
        mailTo={requirement.contactEmail}
        onClose={onClose}
      />
    </>
  );
}

const answered = ({ consumerId, id }: RequirementView, answer: string) => ({
  consumerId,
  id,
  ...(answer === '' ? {} : { answer }),
});

function Answers({ requirement, dialog, onClose }: Dialogs) {
  const changes = useMutation(api.requirement.requestChanges.mutationOptions());
  const decline = useMutation(api.requirement.decline.mutationOptions());
  const { id, consumerId, status } = requirement;
  return (
    <>
      <AnswerDialog
        opened={dialog === 'request-changes' && mayMove('request_changes', status)}
        title="Request changes"
        text="It goes back to who wrote it, with what you say."
        label="What has to change"
        isNeeded
        act="Request changes"
        onClose={onClose}
        send={async (answer) => {
          await changes.mutateAsync({ consumerId, id, answer });
          await readAgain();
        }}
      />
      <AnswerDialog
        opened={dialog === 'decline' && mayMove('decline', status)}
        title="Decline this requirement"
        text="The plan of the consumer stays as it is. The answer may be changed."
        act="Decline"
        onClose={onClose}
        send={async (answer) => {
          await decline.mutateAsync(answered(requirement, answer));
          await readAgain();
        }}
      />
    </>
  );
}

function Endings({ requirement, dialog, onClose }: Dialogs) {
  const suspend = useMutation(api.requirement.suspend.mutationOptions());
  const archive = useMutation(api.requirement.archive.mutationOptions());
  const { status, plan } = requirement;
  return (
    <>
      <AnswerDialog
        opened={dialog === 'suspend' && mayMove('suspend', status)}
        title="Suspend this approval"
        text={
          plan
            ? 'Unless a later approval set the plan, the plan of the consumer then allows nothing: all of its credentials are refused at once, until the requirement is approved again.'
            : 'Its approval set no plan, so nothing that is called is held up. It is noted, and is approved again to go on.'
        }
        act="Suspend"
        isDangerous
        onClose={onClose}
        send={async (answer) => {
          await suspend.mutateAsync(answered(requirement, answer));
          await readAgain();
        }}
      />
      <AnswerDialog
        opened={dialog === 'archive' && mayMove('archive', status)}
        title="Archive this requirement"
        text="It is kept to be read and goes no other way any more. The plan of the consumer stays as it is."
        act="Archive"
        isDangerous
        onClose={onClose}
        send={async (answer) => {
          await archive.mutateAsync(answered(requirement, answer));
          await readAgain();
        }}
      />
    </>
  );
}
