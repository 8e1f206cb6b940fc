// Copies the code beside the button, or else the message around it: as text, and as it looks. The button says so.
document.addEventListener('click', async ({ target }) => {
  const button = target.closest?.('.copy');
  if (!button) return;
  const code = button.parentElement.querySelector(':scope > pre');
  const shown = '.body > :is(.prose, .plain:not(.tail))';
  const pieces = code ? [code] : [...button.closest('.message').querySelectorAll(shown)];
  const text = pieces.map((piece) => piece.innerText.trimEnd()).join('\n\n');
  const copied = await (code ? copy(text) : copy(text, pieces.map((piece) => piece.innerHTML).join('\n')));
  const name = button.ariaLabel;
  if (!copied || button.dataset.copied) return;
  button.dataset.copied = button.ariaLabel = 'Copied';
  setTimeout(() => {
    delete button.dataset.copied;
    button.ariaLabel = name;
  }, 2000);
});

async function copy(text, html) {
  const kinds = { 'text/plain': text, ...(html && { 'text/html': html }) };
  if (navigator.clipboard) {
    const item = Object.entries(kinds).map(([kind, words]) => [kind, new Blob([words], { type: kind })]);
    return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(item))]).then(() => true, () => false);
  }
  // A page without HTTPS has no clipboard of its own.
  const fill = (event) => {
    event.preventDefault();
    for (const [kind, words] of Object.entries(kinds)) event.clipboardData.setData(kind, words);
  };
  document.addEventListener('copy', fill, { once: true });
  return document.execCommand('copy');
}
