import { useCallback, useEffect, useRef, useState } from 'react';

export interface Recorder {
  /** False where the browser or the connection gives no microphone: plain http, an old frame. */
  readonly isPossible: boolean;
  readonly isRecording: boolean;
  start(): Promise<void>;
  stop(): void;
}

/** As long as the server takes at once, and more than anybody says. */
const recordMsMax = 5 * 60_000;

/** Records what is said; `onRecorded` gets it as a file. */
export function useRecorder(onRecorded: (file: File) => void): Recorder {
  const [isRecording, setRecording] = useState(false);
  const recorder = useRef<MediaRecorder | null>(null);
  // The types promise both; pages on plain http and old browsers have neither.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  const isPossible = devices !== undefined && typeof MediaRecorder !== 'undefined';

  const stop = useCallback((): void => {
    if (recorder.current?.state === 'recording') recorder.current.stop();
  }, []);
  const start = useCallback(async (): Promise<void> => {
    if (!devices) return;
    const stream = await devices.getUserMedia({ audio: true });
    const type = ['audio/webm', 'audio/mp4'].find((known) => MediaRecorder.isTypeSupported(known));
    const active = new MediaRecorder(stream, type === undefined ? {} : { mimeType: type });
    const pieces: Blob[] = [];
    const late = setTimeout(stop, recordMsMax);
    active.addEventListener('dataavailable', ({ data }) => pieces.push(data));
    active.addEventListener('stop', () => {
      clearTimeout(late);
      for (const track of stream.getTracks()) track.stop();
      recorder.current = null;
      setRecording(false);
      const mediaType = (active.mimeType || 'audio/webm').split(';')[0] ?? 'audio/webm';
      const ending = mediaType.endsWith('mp4') ? 'm4a' : 'webm';
      onRecorded(new File(pieces, `speech.${ending}`, { type: mediaType }));
    });
    recorder.current = active;
    active.start();
    setRecording(true);
  }, [devices, onRecorded, stop]);
  useEffect(() => stop, [stop]);
  return { isPossible, isRecording, start, stop };
}
