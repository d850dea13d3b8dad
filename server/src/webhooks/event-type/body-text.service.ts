const beforeData = ',"data":';

/** The exact body of every webhook of an event. `dataText` goes in as it was sent; `occurredAt` is in milliseconds. */
export const writeBody = (event: { type: string; occurredAt: number; dataText: string }): string =>
  `{"type":${JSON.stringify(event.type)},"timestamp":"${new Date(event.occurredAt).toISOString()}"${beforeData}${event.dataText}}`;

// Neither the name of a type nor a time can hold these words.
const startOfData = (body: string): number => body.indexOf(beforeData) + beforeData.length;

/** The text of `data` in a body that {@link writeBody} made. */
export const dataTextOf = (body: string): string => body.slice(startOfData(body), -1);

/** The same body with another `data`. */
export const withDataText = (body: string, dataText: string): string =>
  `${body.slice(0, startOfData(body))}${dataText}}`;
