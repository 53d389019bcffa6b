import { createMarker } from '../marker/create-marker.ts';
import { iterationStartManifest } from './manifest.ts';

export const iterationStart = createMarker(
  'iteration-start',
  { root: true, hidden: true },
  iterationStartManifest,
);
