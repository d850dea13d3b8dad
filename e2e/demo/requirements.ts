import { ConsumerPage } from '@parley/shared/access/consumer';
import { RequirementView } from '@parley/shared/access/requirement';
import { read, type Rest } from '../support/rest.ts';
import { names } from './company.ts';
import { appointmentsApi } from './contracts.ts';

const api = appointmentsApi.slug;

/** What consumers declared, and what they were told. */
const requirements = [
  {
    consumer: names.app,
    purpose: 'Patients book, look at and cancel their appointments on their phones.',
    operations: ['bookAppointment', 'readAppointment', 'removeAppointment'],
    eventTypes: ['appointment.*'],
    callsPerDay: 2000,
    answer: ['approve', 'Welcome. Keep an eye on the changes of version 2.'],
  },
  {
    consumer: names.billing,
    purpose: 'Books invoices and payments into the ledgers of 40 clinics.',
    operations: [],
    eventTypes: ['invoice.*', 'payment.*'],
    callsPerDay: 500,
    answer: ['approve', 'Welcome.'],
  },
  {
    consumer: 'Brightside Analytics',
    purpose: 'Shows how many appointments are cancelled, by clinic and by reason.',
    operations: ['readAppointment'],
    eventTypes: ['appointment.cancelled'],
    callsPerDay: 50_000,
    answer: ['decline', 'Not before the contract is signed.'],
  },
  {
    consumer: 'CareLoop Reminders',
    purpose: 'Moves an appointment when a patient answers a reminder with another time.',
    operations: ['bookAppointment', 'removeAppointment'],
    eventTypes: [],
    callsPerDay: 300,
    answer: null,
  },
] as const;

/** Declares what consumers need, and answers all but one of them. */
export const declareRequirements = async (declares: Rest, answers: Rest): Promise<void> => {
  const { items } = read(ConsumerPage, await declares.get('/v1/consumers?limit=200'));
  for (const { consumer, operations, answer, ...body } of requirements) {
    const at = `/v1/consumers/${items.find(({ name }) => name === consumer)?.id}/requirements`;
    const declared = { ...body, operations: operations.map((operation) => ({ api, operation })) };
    const { id } = read(RequirementView, await declares.post(at, declared), 201);
    if (answer) read(RequirementView, await answers.post(`${at}/${id}/${answer[0]}`, { answer: answer[1] }));
  }
};
