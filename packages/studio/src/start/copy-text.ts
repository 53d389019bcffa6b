/**
 * Copies text, also on plain `http://`, where browsers have no clipboard for pages: then an area that
 * nobody sees is selected and copied the old way. Rejects when the browser refuses both.
 */
export async function copyText(text: string): Promise<void> {
  // The types promise it; pages on plain http have none.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (clipboard) {
    try {
      await clipboard.writeText(text);
      return;
    } catch {
      // Refused by a frame's policy: the old way may still do.
    }
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  area.className = 'only-heard';
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  if (!copied) throw new Error('The browser does not let this page copy.');
}
