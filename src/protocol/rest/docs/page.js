// Finds operations by their words. Without this script the list is simply whole.
const field = document.getElementById("find");
field.parentElement.hidden = false;
const articles = [...document.querySelectorAll("article[data-search]")];
field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const article of articles) {
        const hidden = !words.every((word) => article.dataset.search.includes(word));
        article.hidden = hidden;
        const link = document.querySelector(`nav a[href="#${article.id}"]`);
        link.parentElement.hidden = hidden;
    }
    for (const section of document.querySelectorAll("main > section:not(.introduction):not(#schemas)")) {
        section.hidden = !section.querySelector("article:not([hidden])");
    }
});
