import { featuresOf, formFieldsOf } from '@outpost/dsl';
import type { EndUser, Upload } from '@outpost/store';
import { createSpeech } from '../chat/speech.ts';
import { fileTypeOf } from '../files/file-types.ts';
import { readUploadedFile } from '../files/stage-upload.ts';
import { readAudio } from '../http/read-audio.ts';
import { systemParameters } from '../service-api/upload-limits.ts';
import type { Services } from '../services.ts';
import { presentSite } from './present-site.ts';
import type { SiteCall, SiteHandlers } from './site-router.ts';
import type { Site } from './sites.ts';

type Names = 'readSite' | 'openSession' | 'readParameters' | 'uploadFile' | 'transcribe';

/** The page itself, who visits it, and what a visitor may bring along. */
export function siteHandlers(services: Services): Pick<SiteHandlers, Names> {
  const { files, runnables, visitors } = services;
  const speech = createSpeech(services);

  return {
    readSite: ({ site }) => presentSite(services, site),

    async openSession({ site, request }, { body }) {
      const { token, expiresAt, endUser } = await visitors.enter(site, {
        ...body,
        authorization: request.headers.get('authorization'),
      });
      return { token, expiresAt, name: endUser.name ?? endUser.externalUserId };
    },

    async readParameters({ site }) {
      const { document } = await runnables.published(site.app);
      const features = featuresOf(document);
      const { file_upload: upload, text_to_speech: voice } = features;
      const methods = upload.allowed_file_upload_methods;
      return {
        openingStatement: features.opening_statement,
        suggestedQuestions: features.suggested_questions.filter((text) => text.trim() !== ''),
        suggestsQuestions: features.suggested_questions_after_answer.enabled,
        speechToText: features.speech_to_text.enabled,
        textToSpeech: { enabled: voice.enabled, autoPlay: voice.autoPlay === 'enabled' },
        citations: features.retriever_resource.enabled,
        moreLikeThis: features.more_like_this.enabled,
        form: [...formFieldsOf(document)],
        attachments: upload.enabled
          ? {
              types: [...upload.allowed_file_types],
              extensions: [...upload.allowed_file_extensions],
              local: methods.includes('local_file'),
              remote: methods.includes('remote_url'),
              countMax: upload.number_limits,
            }
          : null,
        megabytesMax: {
          document: systemParameters.file_size_limit,
          custom: systemParameters.file_size_limit,
          image: systemParameters.image_file_size_limit,
          audio: systemParameters.audio_file_size_limit,
          video: systemParameters.video_file_size_limit,
        },
      };
    },

    async uploadFile({ request, site, visitor }) {
      const owner = ownerOf(site, visitor);
      return uploadFields(
        await readUploadedFile(files, request, (staged) => files.keep(staged, owner)),
      );
    },

    transcribe: async ({ site, request }) => ({
      text: await speech.transcribe(site.app, () => readAudio(request)),
    }),
  };
}

export function ownerOf({ app }: Site, visitor: EndUser) {
  return { workspaceId: app.workspaceId, appId: app.id, endUserId: visitor.id, accountId: null };
}

/** How the app knows a visitor: by the name that another site gives, else by the session. */
export function askerOf({ visitor }: SiteCall) {
  return {
    endUserId: visitor.id,
    accountId: null,
    userId: visitor.externalUserId ?? visitor.sessionId,
  };
}

function uploadFields({ id, name, sizeBytes, extension }: Upload) {
  return { id, name, sizeBytes, type: fileTypeOf(extension) };
}
