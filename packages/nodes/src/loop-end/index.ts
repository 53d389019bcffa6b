import { createMarker } from '../marker/create-marker.ts';
import { loopEndManifest } from './manifest.ts';

export const loopEnd = createMarker('loop-end', { endsContainer: true }, loopEndManifest);
