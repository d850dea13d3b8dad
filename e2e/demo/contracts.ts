const schemaOf = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const answerOf = (description: string, schema: unknown) => ({
  description,
  content: { 'application/json': { schema } },
});
const problem = answerOf('A problem, as RFC 9457 has it.', schemaOf('Problem'));
const problems = { 400: problem, 401: problem, 404: problem };
const idOf = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });

const appointment = (isFirst: boolean) => ({
  type: 'object',
  required: ['id', 'clinic', 'startsAt'],
  properties: {
    id: { type: 'string', readOnly: true },
    clinic: { type: 'string', maxLength: 80 },
    startsAt: { type: 'string', format: 'date-time' },
    ...(isFirst ? {} : { channel: { type: 'string', enum: ['app', 'phone', 'desk'] } }),
  },
});

/** What patients' apps call. The second version knows the channel, and lets nobody remove an appointment any more. */
const documentOf = (version: string) => {
  const isFirst = version === '1.0.0';
  const one = answerOf('The appointment.', schemaOf('Appointment'));
  const remove = {
    operationId: 'removeAppointment',
    summary: 'Remove an appointment',
    responses: { 204: { description: 'Removed.' }, ...problems },
  };
  return {
    openapi: '3.1.0',
    info: { title: 'Meadowlark appointments', version },
    paths: {
      '/appointments': {
        post: {
          operationId: 'bookAppointment',
          summary: 'Book an appointment',
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf('Appointment') } },
          },
          responses: { 201: one, ...problems },
        },
      },
      '/appointments/{id}': {
        parameters: [idOf('id')],
        get: {
          operationId: 'readAppointment',
          summary: 'Read an appointment',
          responses: { 200: one, ...problems },
        },
        ...(isFirst ? { delete: remove } : {}),
      },
    },
    components: {
      schemas: {
        Appointment: appointment(isFirst),
        Problem: { type: 'object', properties: { title: { type: 'string' }, detail: { type: 'string' } } },
      },
    },
  };
};

/** The API that the company opens, with its versions in the order of their upload. */
export const appointmentsApi = {
  slug: 'appointments',
  name: 'Appointments',
  description: 'Booking and reading appointments of 40 clinics.',
  versions: [
    { version: '1.0.0', document: documentOf('1.0.0'), isPublished: true },
    // Its gate is closed: it breaks those who remove appointments.
    { version: '2.0.0', document: documentOf('2.0.0'), isPublished: false },
  ],
};
