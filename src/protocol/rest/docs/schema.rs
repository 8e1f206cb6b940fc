//! Schemas as people read them.

use super::html::{escaped, inline};
use serde_json::Value;

/// The name of the schema that a reference names.
pub(super) fn name_of(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

/// The kind of value that a schema describes, with links to the schemas it names.
pub(super) fn kind(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = escaped(name_of(reference));
        return format!("<a href=\"#schema-{name}\">{name}</a>");
    }
    if let Some(options) = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array()) {
        return options.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    if let Some(values) = schema["enum"].as_array() {
        let values = values.iter().filter_map(Value::as_str);
        return values.map(|value| format!("<code>{}</code>", escaped(value))).collect::<Vec<_>>().join(" ");
    }
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        kind => kind.as_str().into_iter().collect::<Vec<_>>(),
    };
    match kinds[..] {
        [] => "any value".to_owned(),
        ["array"] => format!("list of {}", kind(&schema["items"])),
        _ => kinds.join(" or "),
    }
}

/// What else a schema says: its limits.
fn limits(schema: &Value) -> String {
    let number = |key: &str| schema[key].as_i64();
    let range = |from: Option<i64>, to: Option<i64>, unit: &str| match (from, to) {
        (Some(from), Some(i64::MAX)) => format!("at least {from}{unit}"),
        (Some(from), Some(to)) => format!("{from} to {to}{unit}"),
        (None, Some(to)) => format!("up to {to}{unit}"),
        (Some(from), None) => format!("at least {from}{unit}"),
        (None, None) => String::new(),
    };
    let mut told = vec![
        range(number("minLength"), number("maxLength"), " characters"),
        range(number("minimum"), number("maximum"), ""),
    ];
    if !schema["default"].is_null() {
        told.push(format!("default {}", schema["default"]));
    }
    told.retain(|text| !text.is_empty());
    told.join(", ")
}

/// A row of a list of values: parameters, or the fields of an object.
pub(super) fn row(name: &str, schema: &Value, description: &str, required: bool, place: &str) -> String {
    let told = [place.to_owned(), limits(schema)];
    let told = told.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    let needed = if required { "<span class=\"needed\">required</span>" } else { "" };
    format!(
        "<div class=\"row\"><dt><code>{}</code> <span class=\"kind\">{}</span> {needed}</dt>\
         <dd>{}<span class=\"limits\">{}</span></dd></div>",
        escaped(name),
        kind(schema),
        inline(description),
        escaped(&told),
    )
}

/// The fields of an object.
pub(super) fn fields(schema: &Value) -> String {
    let required =
        |name: &str| schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name));
    let rows = schema["properties"].as_object().into_iter().flatten().map(|(name, field)| {
        row(name, field, field["description"].as_str().unwrap_or_default(), required(name), "")
    });
    let rows: String = rows.collect();
    if rows.is_empty() {
        format!("<p class=\"kind\">{}</p>", kind(schema))
    } else {
        format!("<dl>{rows}</dl>")
    }
}
