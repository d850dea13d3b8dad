/** One entry of the catalogue, as `POST /v1/event-types` takes it. */
export interface DemoEventType {
  name: string;
  description: string;
  schema: Record<string, unknown>;
  example: Record<string, unknown>;
}

const id = (prefix: string, description: string) => ({
  type: 'string',
  pattern: `^${prefix}_[0-9a-z]{10}$`,
  description,
});

const patient = id('pat', 'The patient.');
const clinic = { type: 'string', maxLength: 80, description: 'Name of the clinic.' };
const time = (description: string) => ({ type: 'string', format: 'date-time', description });
const currency = { enum: ['EUR', 'USD', 'GBP'], description: 'ISO 4217 code.' };
const amount = { type: 'integer', minimum: 1, description: 'In the smallest unit of the currency.' };
const invoiceNumber = {
  type: 'string',
  pattern: '^INV-\\d{4}-\\d{6}$',
  description: 'As printed on the invoice.',
};

const objectOf = (properties: Record<string, unknown>, optional: string[] = []) => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});

const appointmentBooked: DemoEventType = {
  name: 'appointment.booked',
  description: 'A patient booked an appointment, in the app, on the phone or at the desk.',
  schema: objectOf({
    appointmentId: id('apt', 'The appointment.'),
    patientId: patient,
    clinic,
    practitioner: { type: 'string', maxLength: 80 },
    startsAt: time('When the appointment begins.'),
    durationMinutes: { type: 'integer', minimum: 5, maximum: 480 },
    channel: { enum: ['app', 'phone', 'desk'] },
  }),
  example: {
    appointmentId: 'apt_7h2k9x4m1q',
    patientId: 'pat_3f8d0s6w2z',
    clinic: 'Harbour Street',
    practitioner: 'Dr. Imani Okafor',
    startsAt: '2026-12-03T09:30:00Z',
    durationMinutes: 30,
    channel: 'app',
  },
};

const appointmentCancelled: DemoEventType = {
  name: 'appointment.cancelled',
  description: 'An appointment will not take place. The slot is free again.',
  schema: objectOf(
    {
      appointmentId: id('apt', 'The appointment.'),
      patientId: patient,
      clinic,
      cancelledBy: { enum: ['patient', 'clinic'] },
      reason: { type: 'string', maxLength: 200 },
    },
    ['reason'],
  ),
  example: {
    appointmentId: 'apt_7h2k9x4m1q',
    patientId: 'pat_3f8d0s6w2z',
    clinic: 'Harbour Street',
    cancelledBy: 'patient',
    reason: 'Feeling better',
  },
};

const invoiceGenerated: DemoEventType = {
  name: 'invoice.generated',
  description: 'An invoice was made after a visit and can be paid.',
  schema: objectOf({
    invoiceNumber,
    appointmentId: id('apt', 'The visit that is billed.'),
    patientId: patient,
    lines: {
      type: 'array',
      minItems: 1,
      items: objectOf({ code: { type: 'string' }, text: { type: 'string' }, amount }),
    },
    total: amount,
    currency,
    dueOn: { type: 'string', format: 'date' },
  }),
  example: {
    invoiceNumber: 'INV-2026-001042',
    appointmentId: 'apt_7h2k9x4m1q',
    patientId: 'pat_3f8d0s6w2z',
    lines: [{ code: '99213', text: 'Office visit, established patient', amount: 9200 }],
    total: 9200,
    currency: 'EUR',
    dueOn: '2027-01-02',
  },
};

const invoicePaid: DemoEventType = {
  name: 'invoice.paid',
  description: 'An invoice is settled in full.',
  schema: objectOf({
    invoiceNumber,
    patientId: patient,
    total: amount,
    currency,
    paidAt: time('When the last part arrived.'),
    method: { enum: ['card', 'direct_debit', 'insurance'] },
  }),
  example: {
    invoiceNumber: 'INV-2026-001042',
    patientId: 'pat_3f8d0s6w2z',
    total: 9200,
    currency: 'EUR',
    paidAt: '2026-12-03T10:12:44Z',
    method: 'card',
  },
};

const paymentCaptured: DemoEventType = {
  name: 'payment.captured',
  description: 'A payment provider confirmed that the money is ours.',
  schema: objectOf({
    paymentId: id('pay', 'The payment.'),
    invoiceNumber,
    amount,
    currency,
    cardLast4: { type: 'string', pattern: '^\\d{4}$' },
  }),
  example: {
    paymentId: 'pay_9v5c1n8b3t',
    invoiceNumber: 'INV-2026-001042',
    amount: 9200,
    currency: 'EUR',
    cardLast4: '4242',
  },
};

const paymentRefunded: DemoEventType = {
  name: 'payment.refunded',
  description: 'Money went back to the payer, in part or in full.',
  schema: objectOf({
    paymentId: id('pay', 'The payment.'),
    invoiceNumber,
    amount,
    currency,
    reason: { enum: ['duplicate', 'cancelled_visit', 'goodwill'] },
  }),
  example: {
    paymentId: 'pay_9v5c1n8b3t',
    invoiceNumber: 'INV-2026-001042',
    amount: 2500,
    currency: 'EUR',
    reason: 'goodwill',
  },
};

/** The catalogue of the clinic platform. */
export const eventTypes: readonly DemoEventType[] = [
  appointmentBooked,
  appointmentCancelled,
  invoiceGenerated,
  invoicePaid,
  paymentCaptured,
  paymentRefunded,
];
