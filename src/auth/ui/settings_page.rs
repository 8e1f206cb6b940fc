//! `/settings`: the account.

use super::settings::{Data, Delete, DeviceList, Devices, Password, Profile};
use crate::ui::drawer::DrawerButton;
use crate::ui::icon::Glyph;
use leptos::prelude::*;
use leptos_meta::Title;

/// What Docket knows about the person, and what they can do about it.
#[component]
pub fn SettingsPage() -> impl IntoView {
    Devices::provide();
    view! {
        <Title text="Settings"/>
        <main class="page settings">
            <header class="page-bar">
                <DrawerButton drawer="sidebar" label="Open menu" glyph=Glyph::Menu/>
                <h1>"Settings"</h1>
            </header>
            <Profile/>
            <Password/>
            <DeviceList/>
            <Data/>
            <Delete/>
        </main>
    }
}
