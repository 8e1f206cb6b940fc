//! JSON files, by whom they are.

use super::draft::Reader;
use super::{ImportError, Source, docket, google, microsoft};
use serde_json::Value;

pub(super) fn read(text: &str, reader: &mut Reader<'_>) -> Result<Source, ImportError> {
    let value: Value = serde_json::from_str(text).map_err(|_| ImportError::UnknownJson)?;
    if google::read(&value, reader) {
        Ok(Source::GoogleTasks)
    } else if docket::read(&value, reader) {
        Ok(Source::Docket)
    } else if microsoft::read(&value, reader) {
        Ok(Source::MicrosoftToDo)
    } else {
        Err(ImportError::UnknownJson)
    }
}
