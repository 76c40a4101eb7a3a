/** What a renderer of ours wrote: it leaves nothing in a text that HTML would take for markup. */
export function Html({ html, class: name }: { readonly html: string; readonly class?: string }) {
  return <div class={name} dangerouslySetInnerHTML={{ __html: html }} />;
}
