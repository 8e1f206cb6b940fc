//! Parts of a page that change, in one type for all of them. Each closure in a `view!` makes the compiler write the code that
//! updates it once more; that is most of the client's weight. These have one type each, so they share theirs.

use leptos::ev::Event;
use leptos::prelude::*;
use leptos::tachys::reactive_graph::SharedReactiveFunction;
use std::sync::{Arc, Mutex};

/// Content that changes.
pub type Dynamic = SharedReactiveFunction<Option<AnyView>>;
/// An attribute that changes. `None`: it is not there.
pub type DynamicText = SharedReactiveFunction<Option<String>>;

/// Content that changes.
pub fn dynamic(content: impl FnMut() -> Option<AnyView> + Send + 'static) -> Dynamic {
    Arc::new(Mutex::new(content))
}

/// A text or an attribute that changes.
pub fn dynamic_text(text: impl FnMut() -> Option<String> + Send + 'static) -> DynamicText {
    Arc::new(Mutex::new(text))
}

/// A class that comes and goes.
pub fn dynamic_bool(is_there: impl FnMut() -> bool + Send + 'static) -> SharedReactiveFunction<bool> {
    Arc::new(Mutex::new(is_there))
}

/// A listener.
pub fn listener<E: 'static>(listen: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(listen)
}

/// A listener for changes of a field, which is given the field's value.
pub fn on_value(mut listen: impl FnMut(String) + 'static) -> Box<dyn FnMut(Event)> {
    Box::new(move |event| listen(event_target_value(&event)))
}
