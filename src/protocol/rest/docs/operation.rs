//! One operation of the page.

use super::curl;
use super::html::{escaped, inline, markdown};
use super::schema::{fields, kind, name_of, row};
use serde_json::Value;

/// The operation as an article.
pub(super) fn article(document: &Value, path: &str, method: &str, operation: &Value) -> String {
    let text = |key: &str| operation[key].as_str().unwrap_or_default();
    let id = escaped(text("operationId"));
    let command = escaped(&curl::command(document, path, method, operation));
    format!(
        "<article id=\"{id}\" data-search=\"{id} {search}\">\
         <h3><a href=\"#{id}\">{summary}</a></h3>\
         <p class=\"address\"><span class=\"method {method}\">{METHOD}</span> <code>{path}</code></p>\
         {description}{parameters}{body}{responses}\
         <h4>Try it</h4><pre tabindex=\"0\"><code>{command}</code></pre></article>",
        METHOD = method.to_ascii_uppercase(),
        search = escaped(&format!("{method} {path} {}", text("summary")).to_lowercase()),
        summary = escaped(text("summary")),
        path = broken(path),
        description = markdown(text("description")),
        parameters = parameters(operation),
        body = body(document, operation),
        responses = responses(document, operation),
    )
}

/// A path that narrow screens may break after each slash.
pub(super) fn broken(path: &str) -> String {
    escaped(path).replace('/', "/<wbr>")
}

fn parameters(operation: &Value) -> String {
    // What the path names is the same everywhere, and told at the top of the page.
    let shown = |parameter: &&Value| parameter["name"] != "user_id";
    let rows = operation["parameters"].as_array().into_iter().flatten().filter(shown).map(|parameter| {
        let text = |key: &str| parameter[key].as_str().unwrap_or_default();
        let place = format!("in the {}", text("in"));
        row(text("name"), &parameter["schema"], text("description"), parameter["required"] == true, &place)
    });
    titled("Parameters", rows.collect())
}

fn titled(title: &str, rows: String) -> String {
    if rows.is_empty() { rows } else { format!("<h4>{title}</h4><dl>{rows}</dl>") }
}

fn body(document: &Value, operation: &Value) -> String {
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    if schema.is_null() {
        return String::new();
    }
    let option =
        schema["oneOf"].as_array().and_then(|options| options.iter().find(|one| !one["$ref"].is_null()));
    let name = name_of(option.unwrap_or(schema)["$ref"].as_str().unwrap_or_default());
    let title = if option.is_some() { "Body (may be left out)" } else { "Body" };
    format!("<h4>{title}</h4>{}", fields(&document["components"]["schemas"][name]))
}

fn responses(document: &Value, operation: &Value) -> String {
    let rows = operation["responses"].as_object().into_iter().flatten().map(|(status, response)| {
        let named = response["$ref"].as_str().map(name_of);
        let response = named.map_or(response, |name| &document["components"]["responses"][name]);
        let content = response["content"].as_object().into_iter().flatten();
        let kinds = content.map(|(media, content)| format!("{} <small>{}</small>", kind(&content["schema"]), escaped(media)));
        let class = if status.starts_with('2') { "good" } else { "other" };
        format!(
            "<div class=\"row\"><dt><code class=\"status {class}\">{status}</code> <span class=\"kind\">{}</span></dt>\
             <dd>{}</dd></div>",
            kinds.collect::<Vec<_>>().join(" or "),
            inline(response["description"].as_str().unwrap_or_default()),
        )
    });
    let (good, refused): (Vec<_>, Vec<_>) = rows.partition(|row| row.contains("status good"));
    let refused: String = refused.concat();
    let refused = match refused.is_empty() {
        true => String::new(),
        false => format!("<details><summary>Other answers</summary><dl>{refused}</dl></details>"),
    };
    format!("{}{refused}", titled("Answers", good.concat()))
}
