import { dayMs } from '@parley/shared/words/time';
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Environment } from '@parley/shared/words/environment';
import type { Rest } from '../support/rest.ts';

/** Who publishes, in one environment. */
export interface Publishers {
  environment: Environment;
  scheduling: Rest;
  payments: Rest;
}

interface Visit {
  appointmentId: string;
  patientId: string;
  clinic: string;
  invoiceNumber: string;
  total: number;
}

const clinics = ['Harbour Street', 'Old Mill', 'Riverside', 'St. Anne', 'Linden Park', 'Northgate'];
const practitioners = [
  'Dr. Imani Okafor',
  'Dr. Lukas Brandt',
  'Dr. Mei Tanaka',
  'Dr. Sofía Reyes',
  'Dr. Anil Mehta',
];
const services = [
  { code: '99213', text: 'Office visit, established patient', amount: 9200 },
  { code: '99203', text: 'Office visit, new patient', amount: 11_400 },
  { code: '85025', text: 'Complete blood count', amount: 1800 },
  { code: '93000', text: 'Electrocardiogram', amount: 3600 },
  { code: '90686', text: 'Influenza vaccine', amount: 2900 },
];
const reasons = ['Feeling better', 'Cannot leave work', 'Booked twice'];

const pick = <Item>(items: readonly Item[]): Item => items[randomInt(items.length)] as Item;
const chance = (probability: number): boolean => Math.random() < probability;
const idOf = (prefix: string): string =>
  `${prefix}_${Array.from({ length: 10 }, () => randomInt(36).toString(36)).join('')}`;

let invoices = 1000;

const daysAhead = (days: number): Date => new Date(Date.now() + days * dayMs);

/** The next slot on the quarter of an hour, some days ahead. */
const slot = (): string => {
  const quarterMs = 15 * 60_000;
  return new Date(Math.ceil(daysAhead(randomInt(1, 21)).getTime() / quarterMs) * quarterMs).toISOString();
};

/** One patient's way through the clinic, as events in the order in which they happen. */
class Story {
  readonly #publishers: Publishers;
  readonly #stop: AbortSignal;

  constructor(publishers: Publishers, stop: AbortSignal) {
    this.#publishers = publishers;
    this.#stop = stop;
  }

  async tell(): Promise<void> {
    const visit = this.#begin();
    await this.#book(visit);
    await this.#wait(2, 6);
    if (chance(0.15)) return this.#cancel(visit);
    await this.#invoice(visit);
    await this.#wait(1, 5);
    await this.#pay(visit);
  }

  #begin(): Visit {
    invoices += 1;
    return {
      appointmentId: idOf('apt'),
      patientId: idOf('pat'),
      clinic: pick(clinics),
      invoiceNumber: `INV-${new Date().getUTCFullYear()}-${String(invoices).padStart(6, '0')}`,
      total: 0,
    };
  }

  async #wait(minSeconds: number, maxSeconds: number): Promise<void> {
    await pause(randomInt(minSeconds * 1000, maxSeconds * 1000), undefined, { signal: this.#stop });
  }

  async #publish(from: Rest, type: string, subject: string, data: Record<string, unknown>): Promise<void> {
    const event = { type, subject, data, audience: 'everyone' };
    await from.post('/v1/events', event, {
      'idempotency-key': `${type}-${subject}-${JSON.stringify(data).length}`,
    });
  }

  async #book({ appointmentId, patientId, clinic }: Visit): Promise<void> {
    await this.#publish(this.#publishers.scheduling, 'appointment.booked', appointmentId, {
      appointmentId,
      patientId,
      clinic,
      practitioner: pick(practitioners),
      startsAt: slot(),
      // Every calendar has somebody who types nonsense: about one event in a hundred is refused.
      durationMinutes: chance(0.01) ? 0 : pick([15, 20, 30, 45, 60]),
      channel: pick(['app', 'app', 'app', 'phone', 'desk']),
    });
  }

  async #cancel({ appointmentId, patientId, clinic }: Visit): Promise<void> {
    const reason = chance(0.6) ? { reason: pick(reasons) } : {};
    const cancelledBy = chance(0.8) ? 'patient' : 'clinic';
    const data = { appointmentId, patientId, clinic, cancelledBy, ...reason };
    await this.#publish(this.#publishers.scheduling, 'appointment.cancelled', appointmentId, data);
  }

  async #invoice(visit: Visit): Promise<void> {
    const lines = chance(0.4) ? [pick(services), pick(services)] : [pick(services)];
    visit.total = lines.reduce((sum, line) => sum + line.amount, 0);
    const { invoiceNumber, appointmentId, patientId, total } = visit;
    const dueOn = daysAhead(30).toISOString().slice(0, 10);
    const data = { invoiceNumber, appointmentId, patientId, lines, total, currency: 'EUR', dueOn };
    await this.#publish(this.#publishers.payments, 'invoice.generated', invoiceNumber, data);
  }

  async #pay({ invoiceNumber, patientId, total }: Visit): Promise<void> {
    const payment = { paymentId: idOf('pay'), invoiceNumber, amount: total, currency: 'EUR' };
    const { payments } = this.#publishers;
    const cardLast4 = String(randomInt(10_000)).padStart(4, '0');
    await this.#publish(payments, 'payment.captured', payment.paymentId, { ...payment, cardLast4 });
    const method = pick(['card', 'card', 'direct_debit', 'insurance']);
    const paid = {
      invoiceNumber,
      patientId,
      total,
      currency: 'EUR',
      paidAt: new Date().toISOString(),
      method,
    };
    await this.#publish(payments, 'invoice.paid', invoiceNumber, paid);
    if (!chance(0.12)) return;
    await this.#wait(3, 8);
    const refund = {
      ...payment,
      amount: randomInt(500, total),
      reason: pick(['duplicate', 'cancelled_visit', 'goodwill']),
    };
    await this.#publish(payments, 'payment.refunded', payment.paymentId, refund);
  }
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/**
 * Starts stories until `stop`: about `perSecond` a second, each of three to five events, after `atOnce` of them at the
 * beginning. Resolves when all have ended. A story that cannot be told ends alone.
 */
export const runTraffic = async (
  publishers: Publishers,
  pace: { perSecond: number; atOnce: number },
  stop: AbortSignal,
): Promise<void> => {
  const stories = new Set<Promise<void>>();
  const begin = () => {
    const story = new Story(publishers, stop).tell().catch((error: unknown) => {
      if (!isAbort(error) && !stop.aborted)
        process.stderr.write(`An event was not published: ${String(error)}\n`);
    });
    stories.add(story);
    void story.finally(() => stories.delete(story));
  };
  for (let count = 0; count < pace.atOnce; count += 1) begin();
  while (!stop.aborted) {
    await pause((0.5 + Math.random()) * (1000 / pace.perSecond), undefined, { signal: stop }).catch(
      () => undefined,
    );
    if (!stop.aborted) begin();
  }
  await Promise.all(stories);
};

/** Reads as clients do, so that keys other than the publishers' have something to show. */
export const runReaders = async (readers: readonly Rest[], stop: AbortSignal): Promise<void> => {
  const paths = [
    '/v1/deliveries?status=failed',
    '/v1/deliveries?limit=20',
    '/v1/event-types',
    '/v1/endpoints',
  ];
  while (!stop.aborted) {
    await pause(2000 + Math.random() * 3000, undefined, { signal: stop }).catch(() => undefined);
    if (!stop.aborted)
      await pick(readers)
        .get(pick(paths))
        .catch(() => undefined);
  }
};
