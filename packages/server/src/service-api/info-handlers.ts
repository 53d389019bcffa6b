import { featuresOf } from '@outpost/dsl';
import type { Services } from '../services.ts';
import { version } from '../version.ts';
import type { ServiceHandlers } from './service-router.ts';
import { systemParameters } from './upload-limits.ts';

type Names = 'welcome' | 'info' | 'meta' | 'site' | 'parameters';

/** What an app says of itself. */
export function infoHandlers({ runnables, store }: Services): Pick<ServiceHandlers, Names> {
  return {
    welcome: () =>
      Response.json({
        welcome: 'This is the Service API of Outpost.',
        api_version: 'v1',
        server_version: version,
      }),

    async info({ app }) {
      const author = await store.accounts.get(app.createdBy);
      return Response.json({
        name: app.name,
        description: app.description,
        tags: app.tags,
        mode: app.mode,
        author_name: author?.name ?? null,
      });
    },

    // Tools of this installation have no icons of their own.
    meta: () => Response.json({ tool_icons: {} }),

    site({ app }) {
      const settings = app.siteSettings;
      const text = (name: string): string | null =>
        typeof settings[name] === 'string' ? settings[name] : null;
      const isPicture = app.iconType !== 'emoji';
      return Response.json({
        title: text('title') ?? app.name,
        chat_color_theme: text('chat_color_theme'),
        chat_color_theme_inverted: settings['chat_color_theme_inverted'] === true,
        icon_type: isPicture ? 'image' : 'emoji',
        icon: app.icon,
        icon_background: app.iconBackground,
        icon_url: isPicture ? app.icon : null,
        description: text('description') ?? app.description,
        copyright: text('copyright'),
        privacy_policy: text('privacy_policy'),
        input_placeholder: text('input_placeholder'),
        custom_disclaimer: text('custom_disclaimer') ?? '',
        default_language: text('default_language') ?? 'en-US',
        show_workflow_steps: settings['show_workflow_steps'] !== false,
        use_icon_as_answer_icon: app.useIconAsAnswerIcon,
      });
    },

    async parameters({ app }) {
      const { document } = await runnables.published(app);
      const features = featuresOf(document);
      const annotation = await store.annotations.settings(app.id);
      return Response.json({
        ...features,
        // Switched at run time, so the published document does not know.
        annotation_reply: { enabled: annotation?.enabled ?? features.annotation_reply.enabled },
        system_parameters: systemParameters,
      });
    },
  };
}
