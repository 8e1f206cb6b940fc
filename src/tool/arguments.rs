//! Reads the arguments of a call, which a model wrote.

use super::Refusal;
use crate::error::Reason;
use crate::id::TaskId;
use crate::tasks::server::Plan;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

/// The arguments of a tool that needs only a task.
#[derive(Deserialize, JsonSchema)]
pub(super) struct OneTask {
    /// The task's number.
    #[serde(deserialize_with = "task_id")]
    #[schemars(with = "i64")]
    pub(super) task_id: TaskId,
}

/// The arguments as an object. Models write "{}", "" or "null" if there are none.
pub(super) fn read(arguments: &str) -> Result<Value, Refusal> {
    if arguments.trim().is_empty() {
        return Ok(json!({}));
    }
    serde_json::from_str(arguments).map_or(Err(Refusal(Reason::NoArguments.into())), object)
}

/// The arguments as an object. `null` stands for none.
pub(super) fn object(arguments: Value) -> Result<Value, Refusal> {
    match arguments {
        Value::Null => Ok(json!({})),
        Value::Object(_) => Ok(arguments),
        _ => Err(Refusal(Reason::NoArguments.into())),
    }
}

/// The arguments as the tool's own type.
pub(super) fn parse<T: DeserializeOwned>(arguments: Value) -> Result<T, Refusal> {
    serde_path_to_error::deserialize(arguments).map_err(|error| {
        let text = error.inner().to_string();
        // serde names a missing field only in its text: missing field `title`
        let missing = text.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
        let path = error.path().to_string();
        let field = missing.unwrap_or(&path);
        let name = (field != ".").then(|| field.to_owned());
        Refusal(Reason::InvalidArgument { name, problem: text }.into())
    })
}

/// The plan in the arguments. Models write a number as text, one tag as a text, and nothing as an empty text.
pub(super) fn plan(arguments: &Value) -> Result<Plan, Refusal> {
    let mut plan = arguments.clone();
    if let Some(fields) = plan.as_object_mut() {
        for (name, value) in fields.iter_mut() {
            let Value::String(text) = &*value else { continue };
            let text = text.trim();
            let parts = || text.split(',').map(str::trim).filter(|part| !part.is_empty());
            match name.as_str() {
                "priority" | "parent_id" | "repeat_from" if text.is_empty() => *value = Value::Null,
                "priority" | "parent_id" => {
                    let digits = text.strip_prefix(['p', 'P', '#']).unwrap_or(text);
                    if let Ok(number) = digits.parse::<i64>() {
                        *value = json!(number);
                    }
                }
                "tags" | "reminders" => *value = parts().collect(),
                _ => {}
            }
        }
    }
    parse(plan)
}

/// A number. Some models write numbers as text, and nothing as an empty text.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a number")]
    enum Number {
        Nothing(()),
        Integer(i64),
        Text(String),
    }
    match Number::deserialize(deserializer)? {
        Number::Nothing(()) => Ok(None),
        Number::Integer(number) => Ok(Some(number)),
        Number::Text(text) if text.trim().is_empty() => Ok(None),
        Number::Text(text) => {
            text.trim().parse().map(Some).map_err(|_| serde::de::Error::custom("expected a number"))
        }
    }
}

/// A task's number. Some models write numbers as text.
pub(super) fn task_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TaskId, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a task number")]
    enum Number {
        Integer(i64),
        Text(String),
    }
    match Number::deserialize(deserializer)? {
        Number::Integer(number) => Ok(TaskId::new(number)),
        Number::Text(text) => {
            text.trim().parse().map_err(|_| serde::de::Error::custom("expected a task number"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_that_make_no_sense_name_their_field() {
        let refusal = |arguments: &str| match read(arguments).and_then(parse::<OneTask>) {
            Ok(_) => String::new(),
            Err(Refusal(error)) => format!("{:?} {}", error.code, error.field.unwrap_or_default()),
        };
        assert_eq!(refusal(r#"{"task_id": 3}"#), "");
        assert_eq!(refusal(r#"{"task_id": "3"}"#), "", "some models write numbers as text");
        assert_eq!(refusal(r#"{"task_id": "three"}"#), "InvalidParameter task_id");
        assert_eq!(refusal("{}"), "InvalidParameter task_id");
        assert_eq!(refusal(""), "InvalidParameter task_id");
        for malformed in ["[1]", "{", "3", "\"task\""] {
            assert_eq!(refusal(malformed), "InvalidParameter ", "{malformed}");
        }
    }
}
