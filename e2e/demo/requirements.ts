import { ConsumerPage } from '@parley/shared/access/consumer';
import { RequirementView } from '@parley/shared/access/requirement';
import { read, type Rest } from '../support/rest.ts';
import { names } from './company.ts';
import { appointmentsApi } from './contracts.ts';

const api = appointmentsApi.slug;

/** What consumers declared, and what they were told. */
const requirements = [
  {
    consumer: names.billing,
    purpose: 'Reads deliveries to see which invoices never arrived.',
    operations: [],
    eventTypes: [],
    callsPerDay: 200,
    answers: [['request-changes', 'Which operations do you call for that?']],
  },
  {
    consumer: 'Brightside Analytics',
    purpose: 'Counts how often patients come back, by clinic.',
    operations: ['readAppointment'],
    eventTypes: [],
    callsPerDay: 1000,
    answers: [
      ['approve', 'For a month, to try.'],
      ['suspend', 'The month is over.'],
    ],
  },
  {
    consumer: 'CareLoop Reminders',
    purpose: 'Tells clinics who never answers a reminder.',
    operations: [],
    eventTypes: ['appointment.cancelled'],
    callsPerDay: 50,
    status: 'draft',
    answers: [],
  },
  {
    consumer: names.app,
    purpose: 'Reminds patients of their appointments, a year ago.',
    operations: ['readAppointment'],
    eventTypes: [],
    callsPerDay: 100,
    answers: [
      ['approve', 'Welcome.'],
      ['archive', 'The reminders have moved to CareLoop.'],
    ],
  },
  {
    consumer: names.app,
    purpose: 'Patients book, look at and cancel their appointments on their phones.',
    operations: ['bookAppointment', 'readAppointment', 'removeAppointment'],
    eventTypes: ['appointment.*'],
    callsPerDay: 2000,
    answers: [['approve', 'Welcome. Keep an eye on the changes of version 2.']],
  },
  {
    consumer: names.billing,
    purpose: 'Books invoices and payments into the ledgers of 40 clinics.',
    operations: [],
    eventTypes: ['invoice.*', 'payment.*'],
    callsPerDay: 500,
    answers: [['approve', 'Welcome.']],
  },
  {
    consumer: 'Brightside Analytics',
    purpose: 'Shows how many appointments are cancelled, by clinic and by reason.',
    operations: ['readAppointment'],
    eventTypes: ['appointment.cancelled'],
    callsPerDay: 50_000,
    answers: [['decline', 'Not before the contract is signed.']],
  },
  {
    consumer: 'CareLoop Reminders',
    purpose: 'Moves an appointment when a patient answers a reminder with another time.',
    operations: ['bookAppointment', 'removeAppointment'],
    eventTypes: [],
    callsPerDay: 300,
    callsPerSecond: 2,
    contactName: 'Ida Moreau',
    contactEmail: 'ida@careloop.example',
    technicalEmail: 'build@careloop.example',
    dataClass: 'personal',
    credentialType: 'api_key',
    networks: ['198.51.100.0/24'],
    goLiveOn: '2027-02-01',
    answers: [],
  },
] as const;

/** Declares what consumers need, and answers all but one of them. */
export const declareRequirements = async (declares: Rest, answering: Rest): Promise<void> => {
  const { items } = read(ConsumerPage, await declares.get('/v1/consumers?limit=200'));
  for (const { consumer, operations, answers, ...body } of requirements) {
    const at = `/v1/consumers/${items.find(({ name }) => name === consumer)?.id}/requirements`;
    const declared = { ...body, operations: operations.map((operation) => ({ api, operation })) };
    const { id } = read(RequirementView, await declares.post(at, declared), 201);
    for (const [act, answer] of answers)
      read(RequirementView, await answering.post(`${at}/${id}/${act}`, { answer }));
  }
};
