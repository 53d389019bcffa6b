import katex from 'katex';
import 'katex/dist/katex.min.css';

/**
 * Draws a formula into an element; false when it is not one. The library makes elements here, not
 * HTML: the styles that it sets on them pass the content security policy, those in HTML would not.
 */
export function drawMath(text: string, element: HTMLElement, display: boolean): boolean {
  try {
    katex.render(text, element, {
      displayMode: display,
      throwOnError: true,
      // Links, pictures and classes of a formula's own.
      trust: false,
      strict: 'ignore',
      maxSize: 50,
      maxExpand: 500,
    });
    return true;
  } catch {
    element.textContent = '';
    return false;
  }
}
