/** Makes a part of the page anew; the control that had the focus has it again, by its name. */
export function keepFocus(part: HTMLElement, remake: () => void): void {
  const focused = part.contains(document.activeElement)
    ? document.activeElement?.getAttribute('name')
    : undefined;
  remake();
  if (focused) part.querySelector<HTMLElement>(`[name="${CSS.escape(focused)}"]`)?.focus();
}
