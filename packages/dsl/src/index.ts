export { createBlankApp } from './create-blank-app.ts';
export type { ImportNote, LocalText } from './import-note.ts';
export { readAppFile } from './reading/read-app-file.ts';
export type { AppFile } from './reading/read-app-file.ts';
export { appFileVersion, writeAppFile } from './writing/write-app-file.ts';
