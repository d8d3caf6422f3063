/** Puts `text` between the markers `<!-- name -->` and `<!-- /name -->` of a Markdown document. @throws Error when they are missing. */
export function replaceSection(document: string, name: string, text: string): string {
  const open = `<!-- ${name} -->`;
  const close = `<!-- /${name} -->`;
  const start = document.indexOf(open);
  const end = document.indexOf(close);
  if (start < 0 || end < start) throw new Error(`The document has no section ${open} … ${close}.`);
  return `${document.slice(0, start + open.length)}\n${text}\n${document.slice(end)}`;
}
