/** How a new app begins: the `create` part of the gallery's address. */
export const newAppStarts = ['template', 'blank', 'file', 'description'] as const;

export type NewAppStart = (typeof newAppStarts)[number];
