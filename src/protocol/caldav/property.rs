//! The properties that resources have. All are live: the server knows what they mean.

mod value;

pub(super) use value::{Subject, since_of, sync_token, value};

use super::xml::{Name, PREFIXES};

/// A property with its prefix and its local name.
macro_rules! properties {
    ($($property:ident = $prefix:literal $local:literal,)+) => {
        /// A property that Docket knows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Property {
            $(#[doc = $local] $property,)+
        }

        impl Property {
            const ALL: &[Self] = &[$(Self::$property,)+];

            /// The prefix of its namespace in our answers, and its local name.
            pub(super) const fn name(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$property => ($prefix, $local),)+
                }
            }
        }
    };
}

properties! {
    ResourceType = "D" "resourcetype",
    DisplayName = "D" "displayname",
    ContentType = "D" "getcontenttype",
    ContentLength = "D" "getcontentlength",
    LastModified = "D" "getlastmodified",
    Tag = "D" "getetag",
    CurrentUser = "D" "current-user-principal",
    Privileges = "D" "current-user-privilege-set",
    Owner = "D" "owner",
    PrincipalUrl = "D" "principal-URL",
    PrincipalCollections = "D" "principal-collection-set",
    Reports = "D" "supported-report-set",
    SyncToken = "D" "sync-token",
    Home = "C" "calendar-home-set",
    Addresses = "C" "calendar-user-address-set",
    Components = "C" "supported-calendar-component-set",
    ComponentSets = "C" "supported-calendar-component-sets",
    DataTypes = "C" "supported-calendar-data",
    Collations = "C" "supported-collation-set",
    MaxSize = "C" "max-resource-size",
    Data = "C" "calendar-data",
    Mails = "CS" "email-address-set",
    CollectionTag = "CS" "getctag",
    Color = "A" "calendar-color",
    Order = "A" "calendar-order",
}

impl Property {
    /// The properties that RFC 4918 defines: what a program gets that asks for all of them.
    pub(super) const COMMON: [Self; 6] = [
        Self::ResourceType,
        Self::DisplayName,
        Self::ContentType,
        Self::ContentLength,
        Self::LastModified,
        Self::Tag,
    ];

    /// All properties that a program may be told the names of.
    pub(super) fn listed() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|property| *property != Self::Data)
    }

    /// The property with this name.
    pub(super) fn of(name: &Name) -> Option<Self> {
        let (prefix, _) = PREFIXES.iter().find(|(_, namespace)| *namespace == name.namespace)?;
        Self::ALL.iter().copied().find(|property| property.name() == (*prefix, name.local.as_str()))
    }

    /// Whether an object has it only with its text.
    pub(super) fn needs_text(self) -> bool {
        matches!(self, Self::Data | Self::ContentLength | Self::LastModified)
    }
}
