import type { FileType } from '@outpost/contracts';

/** Limits as `/parameters` tells them: megabytes, and files a workflow takes. */
export const systemParameters = {
  file_size_limit: 15,
  image_file_size_limit: 10,
  audio_file_size_limit: 50,
  video_file_size_limit: 100,
  workflow_file_upload_limit: 10,
} as const;

export function megabytesMax(type: FileType): number {
  if (type === 'image') return systemParameters.image_file_size_limit;
  if (type === 'audio') return systemParameters.audio_file_size_limit;
  if (type === 'video') return systemParameters.video_file_size_limit;
  return systemParameters.file_size_limit;
}
