/** What is refused around requirements and the links by which integrators write them. */
export const requirementProblems = {
  'requirement.not_found': { status: 404, title: 'No such requirement', remedy: 'Check the id.' },
  'requirement.state': {
    status: 409,
    title: 'The requirement cannot do this now',
    remedy:
      'Read its `status`: a draft is submitted, what was submitted is answered, and what was approved is suspended.',
  },
  'requirement.incomplete': {
    status: 422,
    title: 'The requirement is not complete',
    remedy: 'Each entry of `errors` names what is missing. Write it, then submit again.',
  },
  'requirement.full': {
    status: 409,
    title: 'The discussion of the requirement is full',
    remedy: 'Answer it, or declare a new requirement and go on there.',
  },
  'intake.not_found': {
    status: 404,
    title: 'This link is not valid any more',
    remedy:
      'A link is opened once and within its days, and can be revoked. Ask the people who run this API program for a new one.',
  },
  'intake.spent': {
    status: 429,
    title: 'By this link nothing more can be written',
    remedy: 'Ask the people who run this API program for a new link. What was written is kept.',
  },
  'intake_link.not_found': { status: 404, title: 'No such link', remedy: 'Check the id.' },
} as const;
