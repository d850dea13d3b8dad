import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/** Creates an empty database in the PostgreSQL at this URL and answers the URL of it. */
export const createDatabase = async (adminUrl: string): Promise<string> => {
  const name = `parley_${randomUUID().replaceAll('-', '')}`;
  const client = new Client(adminUrl);
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  return adminUrl.replace(/\/postgres$/, `/${name}`);
};
