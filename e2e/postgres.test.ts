/**
 * What holds for a server on SQLite holds on PostgreSQL: the server's own tests of the Service API,
 * the OpenAI API and the console API, each on an empty database of a private cluster.
 */
import { testOnPostgres } from '../packages/server/test/support/open-test-platform.ts';
import { startPrivatePostgres } from './support/private-postgres.ts';

// Stopped when the process exits: the tests' own hooks still need it.
const postgres = startPrivatePostgres();
testOnPostgres(() => postgres.addDatabase());

await import('../packages/server/test/console-api/console-api.test.ts');
await import('../packages/server/test/openai-api/openai-api.test.ts');
await import('../packages/server/test/service-api/admission.test.ts');
await import('../packages/server/test/service-api/app-facts.test.ts');
await import('../packages/server/test/service-api/conversations.test.ts');
await import('../packages/server/test/service-api/files-and-speech.test.ts');
await import('../packages/server/test/service-api/ready-answers.test.ts');
await import('../packages/server/test/service-api/streams.test.ts');
