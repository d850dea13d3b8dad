import { CommentIntake } from '@parley/shared/access/intake';
import { useMutation } from '@tanstack/react-query';
import { api, queryClient } from '../../api.ts';
import { CommentForm } from '../../nouns/requirement/comment-form.tsx';

/** Where an integrator says something to who judges the requirement. */
export function IntakeComment() {
  const comment = useMutation(api.intake.comment.mutationOptions());
  return (
    <CommentForm
      schema={CommentIntake}
      send={async ({ text }) => {
        const intake = await comment.mutateAsync({ text });
        queryClient.setQueryData(api.intake.get.queryKey({}), intake);
      }}
    />
  );
}
