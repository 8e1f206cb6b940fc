//! The JSON Schemas of a tool's arguments, in the plain form that every provider reads, and of its answer.

use schemars::{JsonSchema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Value, json};

/// The schema of the arguments `T`, which are an object.
pub(super) fn schema<T: JsonSchema>() -> Value {
    let mut schema = inlined::<T>();
    simplify(&mut schema);
    schema
}

/// The schema of the answer `T`, which is an object.
pub(super) fn output_schema<T: JsonSchema>() -> Value {
    inlined::<T>()
}

/// Without references and a meta-schema, because not every provider reads them.
fn inlined<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.inline_subschemas = true;
        settings.meta_schema = None;
    });
    let mut schema = SchemaGenerator::new(settings).into_root_schema_for::<T>().to_value();
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("title");
        schema.remove("description");
        schema.entry("properties").or_insert_with(|| json!({}));
    }
    schema
}

// Simplifies a schema, because not every provider reads all of JSON Schema. An optional property need not be nullable
// too, and the values of an enum fit in one list.
fn simplify(schema: &mut Value) {
    for property in schema["properties"].as_object_mut().into_iter().flat_map(|all| all.values_mut()) {
        let Some(property) = property.as_object_mut() else { continue };
        // They say nothing, and each request to a model has them.
        property.remove("format");
        property.retain(|key, value| key != "default" || !value.is_null());
        if let Some(Value::Array(types)) = property.get("type")
            && let Some(kind) = types.iter().find(|kind| **kind != "null").cloned()
        {
            property.insert("type".into(), kind);
        }
        if let Some(Value::Array(options)) = property.remove("anyOf") {
            let option = options.into_iter().find(|option| option["type"] != "null");
            if let Some(Value::Object(option)) = option {
                // The property's own description, not the one of its type.
                option.into_iter().for_each(|(key, value)| _ = property.entry(key).or_insert(value));
            }
        }
        // An enum with a description for each value.
        if let Some(Value::Array(values)) = property.remove("oneOf") {
            let values = values.into_iter().map(|mut value| value["const"].take());
            property.insert("enum".into(), values.collect());
            property.insert("type".into(), json!("string"));
        }
    }
}
