// Copies the code beside the button, or else the message around it: as text, and a reply as it looks too. The button says
// that it did.
document.addEventListener('click', async ({ target }) => {
  const button = target.closest?.('.copy');
  if (!button) return;
  const code = button.parentElement.querySelector(':scope > pre');
  const shown = '.body > :is(.prose, .plain:not(.tail))';
  const pieces = code ? [code] : [...button.closest('.message').querySelectorAll(shown)];
  const text = pieces.map((piece) => piece.innerText.trimEnd()).join('\n\n');
  const html = pieces.filter((piece) => piece.matches('.prose')).map(withoutButtons).join('\n');
  if (!(await copy(html ? { 'text/plain': text, 'text/html': html } : { 'text/plain': text }))) return;
  if (button.dataset.copied) return;
  const name = button.ariaLabel;
  button.dataset.copied = button.ariaLabel = 'Copied';
  setTimeout(() => {
    delete button.dataset.copied;
    button.ariaLabel = name;
  }, 2000);
});

function withoutButtons(piece) {
  const copied = piece.cloneNode(true);
  copied.querySelectorAll('.copy').forEach((button) => button.remove());
  return copied.innerHTML;
}

async function copy(kinds) {
  if (navigator.clipboard) {
    const blobs = Object.entries(kinds).map(([kind, words]) => [kind, new Blob([words], { type: kind })]);
    return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]).then(() => true, () => false);
  }
  // A page without HTTPS has no clipboard of its own.
  const fill = (event) => {
    event.preventDefault();
    for (const [kind, words] of Object.entries(kinds)) event.clipboardData.setData(kind, words);
  };
  document.addEventListener('copy', fill);
  const copied = document.execCommand('copy');
  document.removeEventListener('copy', fill);
  return copied;
}
