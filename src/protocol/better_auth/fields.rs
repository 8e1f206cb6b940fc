//! Reads the fields of a body and reports missing or wrong ones: all of them at once, in zod's words, in the order in
//! which they are read.

use super::Failure;
use crate::auth::server::is_email;
use serde_json::{Map, Value};

/// Reads fields one after the other. A wrong field reads as empty. [`Fields::finish`] reports it, and must be called
/// before any field is used.
pub(super) struct Fields<'a> {
    body: Option<&'a Map<String, Value>>,
    problems: Vec<String>,
}

impl<'a> Fields<'a> {
    /// The fields of `body`. `kinds` names the expected type of the body in zod's words.
    pub(super) fn new(body: Option<&'a Value>, kinds: &[&str]) -> Self {
        let object = body.and_then(Value::as_object);
        let problems = match object {
            Some(_) => Vec::new(),
            None => kinds.iter().map(|kind| format!("[body] {}", expected(kind, body))).collect(),
        };
        Self { body: object, problems }
    }

    /// A text.
    pub(super) fn text(&mut self, name: &str) -> &'a str {
        let value = self.value(name);
        self.read_text(name, value)
    }

    /// A text that is not empty.
    pub(super) fn filled_text(&mut self, name: &str) -> &'a str {
        let value = self.value(name);
        if value.and_then(Value::as_str) == Some("") {
            self.report(name, "Too small: expected string to have >=1 characters");
        }
        self.read_text(name, value)
    }

    /// An e-mail address.
    pub(super) fn email(&mut self, name: &str) -> &'a str {
        let value = self.value(name);
        if value.and_then(Value::as_str).is_some_and(|text| !is_email(text)) {
            self.report(name, "Invalid email address");
            return "";
        }
        self.read_text(name, value)
    }

    /// A text that may be left out.
    pub(super) fn optional_text(&mut self, name: &str) -> Option<&'a str> {
        let value = self.value(name)?;
        Some(self.read_text(name, Some(value)))
    }

    /// A text or null that may be left out.
    pub(super) fn nullable_text(&mut self, name: &str) -> Option<Option<&'a str>> {
        match self.value(name)? {
            Value::Null => Some(None),
            value => Some(Some(self.read_text(name, Some(value)))),
        }
    }

    /// An object of any kind.
    pub(super) fn record(&mut self, name: &str) -> &'a Value {
        match self.value(name) {
            Some(value) if value.is_object() => value,
            value => {
                self.report(name, &expected("record", value));
                &Value::Null
            }
        }
    }

    /// A boolean that may be left out.
    pub(super) fn optional_flag(&mut self, name: &str) -> Option<bool> {
        let value = self.value(name)?;
        if !value.is_boolean() {
            self.report(name, &expected("boolean", Some(value)));
        }
        value.as_bool()
    }

    /// Whether a field's value is truthy, as JavaScript sees it.
    pub(super) fn is_truthy(&self, name: &str) -> bool {
        self.value(name).is_some_and(is_truthy)
    }

    /// Refuses the request if a field was wrong.
    pub(super) fn finish(self) -> Result<(), Failure> {
        if self.problems.is_empty() { Ok(()) } else { Err(Failure::invalid(self.problems.join("; "))) }
    }

    fn value(&self, name: &str) -> Option<&'a Value> {
        self.body?.get(name)
    }

    fn read_text(&mut self, name: &str, value: Option<&'a Value>) -> &'a str {
        match value {
            // PostgreSQL can store every character but this one.
            Some(Value::String(text)) if text.contains('\0') => self.report(name, "Invalid string"),
            Some(Value::String(text)) => return text,
            value => self.report(name, &expected("string", value)),
        }
        ""
    }

    fn report(&mut self, name: &str, problem: &str) {
        // If the body is not an object, that is reported already.
        if self.body.is_some() {
            self.problems.push(format!("[body.{name}] {problem}"));
        }
    }
}

/// Whether JavaScript takes a value for true: it is not null, false, zero or an empty text.
pub(super) fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

fn expected(kind: &str, value: Option<&Value>) -> String {
    let received = match value {
        None => "undefined",
        Some(Value::Null) => "null",
        Some(Value::Bool(_)) => "boolean",
        Some(Value::Number(_)) => "number",
        Some(Value::String(_)) => "string",
        Some(Value::Array(_)) => "array",
        Some(Value::Object(_)) => "object",
    };
    format!("Invalid input: expected {kind}, received {received}")
}
