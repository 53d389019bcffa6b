import { AppError } from '@outpost/contracts';
import type { Message, Store } from '@outpost/store';
import type { SiteCall } from './site-router.ts';

/** A message of the visitor who asks; another's counts as missing. */
export async function visitorMessage(
  store: Pick<Store, 'messages'>,
  { site, visitor }: Pick<SiteCall, 'site' | 'visitor'>,
  messageId: string,
): Promise<Message> {
  const message = await store.messages.get(site.app.id, messageId);
  if (!message || message.endUserId !== visitor.id)
    throw new AppError('not_found', { details: { thing: `The message ${messageId}` } });
  return message;
}
