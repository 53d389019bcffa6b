import { AppError } from '@outpost/contracts';
import type { ConsoleHandlers } from '../http/console-router.ts';

/** Routes that clients may already be written against, and that answer 404 until their handlers are here. */
export const comingHandlers = {
  draftEvents: missing,
  setPresence: missing,
  listConversations: missing,
  readConversation: missing,
  listMessages: missing,
  rateMessage: missing,
  listAnnotations: missing,
  createAnnotation: missing,
  updateAnnotation: missing,
  deleteAnnotation: missing,
  importAnnotations: missing,
  exportAnnotations: missing,
  readAnnotationSettings: missing,
  saveAnnotationSettings: missing,
  readAppUsage: missing,
  readUsage: missing,
  startPluginSignIn: missing,
  finishPluginSignIn: missing,
  listToolOptions: missing,
  listStrategies: missing,
  listPluginEndpoints: missing,
  savePluginEndpoint: missing,
  deletePluginEndpoint: missing,
  listPluginSubscriptions: missing,
  savePluginSubscription: missing,
  deletePluginSubscription: missing,
  readDatasource: missing,
} satisfies Partial<ConsoleHandlers>;

function missing(): never {
  throw new AppError('not_found', { details: { thing: 'This route' } });
}
