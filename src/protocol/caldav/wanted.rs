//! Which properties a program wants.

use super::property::Property;
use super::refusal::Refusal;
use super::xml::{DAV, Element, Name};
use axum::http::StatusCode;

/// Most properties in a request. Calendar programs ask for some 60.
const MOST: usize = 200;

/// The properties that a program wants to know.
#[derive(Clone, Debug)]
pub(super) enum Wanted {
    /// The names of all that there are.
    Names,
    /// Those that RFC 4918 defines, as far as they are there, and these.
    Common(Vec<Asked>),
    /// These.
    These(Vec<Asked>),
}

/// A property that a program asks for.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) name: Name,
    /// What it is, if Docket knows it.
    pub(super) property: Option<Property>,
}

impl Wanted {
    /// What a request asks for: the children of its element.
    ///
    /// # Errors
    /// If there are too many.
    pub(super) fn of(root: &Element) -> Result<Self, Refusal> {
        if let Some(properties) = root.child(DAV, "prop") {
            return Ok(Self::These(asked(properties)?));
        }
        if root.child(DAV, "propname").is_some() {
            return Ok(Self::Names);
        }
        let included = root.child(DAV, "include").map(asked).transpose()?;
        Ok(Self::Common(included.unwrap_or_default()))
    }

    /// Whether the texts of objects are needed.
    pub(super) fn needs_text(&self) -> bool {
        match self {
            Self::Names => false,
            Self::Common(_) => true,
            Self::These(asked) => asked.iter().any(|asked| asked.property.is_some_and(Property::needs_text)),
        }
    }
}

/// The properties that an element names.
pub(super) fn asked(properties: &Element) -> Result<Vec<Asked>, Refusal> {
    let mut all = Vec::<Asked>::new();
    for child in &properties.children {
        if !all.iter().any(|asked| asked.name == child.name) {
            if all.len() >= MOST {
                return Err(StatusCode::BAD_REQUEST.into());
            }
            all.push(Asked { property: Property::of(&child.name), name: child.name.clone() });
        }
    }
    Ok(all)
}
