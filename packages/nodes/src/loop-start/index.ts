import { createMarker } from '../marker/create-marker.ts';
import { loopStartManifest } from './manifest.ts';

export const loopStart = createMarker(
  'loop-start',
  { root: true, hidden: true },
  loopStartManifest,
);
