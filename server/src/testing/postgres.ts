import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/** Creates a database in the PostgreSQL at this URL, empty or as a copy of `template`, and answers the URL of it. */
export const createDatabase = async (adminUrl: string, template = 'template1'): Promise<string> => {
  const name = `parley_${randomUUID().replaceAll('-', '')}`;
  const client = new Client(adminUrl);
  await client.connect();
  try {
    await client.query(`create database ${name} template ${template}`);
  } finally {
    await client.end();
  }
  return adminUrl.replace(/\/postgres$/, `/${name}`);
};
