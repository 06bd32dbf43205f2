// What a text in a search box is meant for. Not here: the searching, and who may find whom (the server decides).

/** Which parameter a text is meant for: an identity number, a telephone number, or words. */
export function askFor(text: string): { id_number?: string; phone?: string; name?: string; text?: string } {
  if (/^\d{17}[\dXx]$/.test(text)) return { id_number: text.toUpperCase() };
  if (/^1\d{10}$/.test(text)) return { phone: text };
  if (/^[\u4e00-\u9fff·]{2,6}$/.test(text)) return { name: text };
  return { text };
}
