export { startPrivatePostgres } from '../../packages/store/test/support/private-postgres.ts';
