//! The page as a whole.

use super::NONCE;
use super::html::{escaped, markdown};
use super::operation::{article, broken};
use super::schema::fields;
use serde_json::Value;

const STYLE: &str = include_str!("../../../../style/api-docs.css");
/// Finds operations by their words. Without this script the list is simply whole.
const SCRIPT: &str = r#"
const field = document.getElementById("find");
field.parentElement.hidden = false;
const links = new Map([...document.querySelectorAll("nav li a")].map((link) => [link.hash.slice(1), link]));
field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const article of document.querySelectorAll("article[data-search]")) {
        article.hidden = !words.every((word) => article.dataset.search.includes(word));
        links.get(article.id).parentElement.hidden = article.hidden;
    }
    for (const section of document.querySelectorAll("main > section:not(.introduction):not(#schemas)")) {
        section.hidden = !section.querySelector("article:not([hidden])");
    }
});
"#;

/// The methods in the order in which the page has them.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The page for a description. `{nonce}` stands where its nonce belongs.
pub(super) fn render(document: &Value) -> String {
    let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let tags: Vec<_> = document["tags"].as_array().into_iter().flatten().collect();
    let named = |tag: &&Value| tag["name"].as_str().unwrap_or_default().to_owned();
    let links: String = tags.iter().map(|tag| navigation(document, &named(tag))).collect();
    let sections: String = tags.iter().map(|tag| section(document, tag, &named(tag))).collect();
    let schemas = document["components"]["schemas"].as_object().into_iter().flatten().map(|(name, schema)| {
        let (id, told) = (escaped(name), markdown(schema["description"].as_str().unwrap_or_default()));
        format!("<article id=\"schema-{id}\" class=\"schema\"><h3><a href=\"#schema-{id}\">{id}</a></h3>{told}{}</article>", fields(schema))
    });
    let schemas: String = schemas.collect();
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <title>API · Docket</title><link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
         <style nonce=\"{NONCE}\">{STYLE}</style></head><body>\
         <a class=\"skip\" href=\"#main\">Skip to the content</a>\
         <header><p class=\"brand\"><a href=\"/\">Docket</a></p><h1>API</h1>\
         <p class=\"version\">Version {version} · <a href=\"/api/openapi.json\">OpenAPI 3.1</a></p></header>\
         <nav aria-label=\"Operations\"><label class=\"find\" hidden>Find <input type=\"search\" id=\"find\" \
         autocomplete=\"off\" placeholder=\"tasks, POST, chat\"></label>{links}\
         <p><a href=\"#schemas\">Schemas</a></p></nav>\
         <main id=\"main\"><section class=\"introduction\">{introduction}\
         <h2>Before you try it</h2><pre tabindex=\"0\"><code>export DOCKET=https://docket.example.com\n\
         export TOKEN=…    # a personal access token from the settings page\n\
         export USER_ID=…  # the user_id of: curl \"$DOCKET/api/me\" -H \"Authorization: Bearer $TOKEN\"</code></pre></section>\
         {sections}<section id=\"schemas\"><h2>Schemas</h2>{schemas}</section></main>\
         <script nonce=\"{NONCE}\">{SCRIPT}</script></body></html>",
        version = escaped(text("/info/version")),
        introduction = markdown(text("/info/description")),
    )
}

/// The operations of a tag: path, method and description.
fn of_tag<'a>(document: &'a Value, tag: &str) -> Vec<(&'a str, &'a str, &'a Value)> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let all = paths.flat_map(|(path, item)| {
        item.as_object()
            .into_iter()
            .flatten()
            .map(move |(method, operation)| (&path[..], &method[..], operation))
    });
    let mut found: Vec<_> = all.filter(|(.., operation)| operation["tags"][0] == tag).collect();
    found.sort_by_key(|(path, method, _)| (*path, METHODS.iter().position(|one| one == method)));
    found
}

fn navigation(document: &Value, tag: &str) -> String {
    let links = of_tag(document, tag).into_iter().map(|(path, method, operation)| {
        format!(
            "<li><a href=\"#{id}\" title=\"{path}\"><span class=\"method {method}\">{METHOD}</span> {summary}</a></li>",
            id = escaped(operation["operationId"].as_str().unwrap_or_default()),
            path = escaped(path),
            METHOD = method.to_ascii_uppercase(),
            summary = escaped(operation["summary"].as_str().unwrap_or_default()),
        )
    });
    format!("<p>{}</p><ul>{}</ul>", escaped(tag), links.collect::<String>())
}

fn section(document: &Value, tag: &Value, name: &str) -> String {
    let operations = of_tag(document, name).into_iter();
    let articles: String =
        operations.map(|(path, method, operation)| article(document, path, method, operation)).collect();
    let told = markdown(tag["description"].as_str().unwrap_or_default());
    format!("<section><h2>{}</h2>{told}{articles}</section>", broken(name))
}
