import type { ConsoleClient } from '../../api/console-client.ts';
import { findDefaultModel } from '../../models/default-model.ts';
import { assistant } from '../../templates/assistant.ts';
import type { Language } from '../../text/translator.ts';

/**
 * An app that already answers, for a workspace that was just set up: on the starter model, or on
 * none yet. A gallery without it is no reason to stop anybody, so a failure is passed over.
 */
export async function makeFirstApp(client: ConsoleClient, language: Language): Promise<void> {
  try {
    const model = await findDefaultModel(client);
    if (!model) return;
    const content = assistant.build({ language, model });
    await client.call('importApp', { body: { content, publish: true } });
  } catch {
    // The gallery shows how to make one.
  }
}
