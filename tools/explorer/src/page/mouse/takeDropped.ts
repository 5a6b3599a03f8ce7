type Taking = { readonly picture: (file: File) => void; readonly weights: (file: File) => void };

/** Takes a file that is dropped on an element: weights by the end of their name, anything else as a picture. */
export function takeDropped(host: HTMLElement, { picture, weights }: Taking): void {
  host.addEventListener('dragover', (event) => event.preventDefault());
  host.addEventListener('drop', (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file === undefined) return;
    if (file.name.endsWith('.safetensors')) weights(file);
    else picture(file);
  });
}
