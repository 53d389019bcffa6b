import { featuresOf } from '@outpost/dsl';
import type { Services } from '../services.ts';
import { siteOf, titleOf } from '../site/sites.ts';
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
      const site = siteOf(app);
      const { settings } = site;
      const isPicture = app.iconType !== 'emoji';
      return Response.json({
        title: titleOf(site),
        chat_color_theme: settings.accent,
        chat_color_theme_inverted: false,
        icon_type: isPicture ? 'image' : 'emoji',
        icon: app.icon,
        icon_background: app.iconBackground,
        icon_url: isPicture ? app.icon : null,
        description: settings.description || app.description,
        copyright: settings.copyright || null,
        privacy_policy: settings.privacyPolicy || null,
        input_placeholder: settings.placeholder || null,
        custom_disclaimer: settings.disclaimer,
        default_language: settings.language === 'zh' ? 'zh-Hans' : 'en-US',
        show_workflow_steps: settings.showSteps,
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
