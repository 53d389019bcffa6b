import type { NodeManifest } from '@outpost/contracts';

export const noteManifest: NodeManifest = {
  group: 'note',
  title: { en: 'Note', zh: '注释' },
  description: { en: 'A remark on the canvas.', zh: '画布上的说明文字。' },
  defaults: { text: '', theme: 'blue', author: '', showAuthor: true },
};
